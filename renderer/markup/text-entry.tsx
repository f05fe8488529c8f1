// The input for a text mark, at its place over the picture.
import { makeStyles, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { LIMITS } from '../../contract/constants.ts';
import { useTexts } from '../ui/texts.ts';
import type { Point } from './marks.ts';

const useStyles = makeStyles({
  entry: {
    boxSizing: 'border-box',
    position: 'absolute',
    minWidth: '120px',
    maxWidth: '100%',
    padding: '0 4px',
    border: `2px solid ${tokens.colorStrokeFocus2}`,
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontWeight: tokens.fontWeightSemibold,
    fieldSizing: 'content',
    outlineStyle: 'none',
  },
});

interface TextEntryProps {
  /** CSS pixels from the top left of the scaled picture */
  at: Point;
  /** font height in CSS pixels */
  size: number;
  first: string;
  /** Called with the text, or with the first text when Escape is pressed. */
  onEnd: (text: string) => void;
}

/** Enter and blur end the entry. */
export function TextEntry({ at, size, first, onEnd }: TextEntryProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const [text, setText] = useState(first);
  const entry = useRef<HTMLInputElement>(null);
  const isEnded = useRef(false);
  useEffect(() => entry.current?.focus(), []);

  /** Only once: the input also loses the focus when it is removed. */
  function end(last: string): void {
    if (isEnded.current) return;
    isEnded.current = true;
    onEnd(last);
  }
  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    end(event.key === 'Enter' ? text : first);
  }
  return (
    <input
      ref={entry}
      className={styles.entry}
      style={{ left: at.x, top: at.y, fontSize: Math.max(14, size) }}
      aria-label={t('markup.words')}
      maxLength={LIMITS.title}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => end(text)}
    />
  );
}
