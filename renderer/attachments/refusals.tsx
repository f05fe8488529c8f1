// Why files or pictures were not attached, one sentence each.
import { makeStyles } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import { useSentence } from '../ui/bridge.ts';
import { Notice } from '../ui/notice.tsx';
import { useTexts } from '../ui/texts.ts';

/** Number of sentences shown; the others are only counted. */
const SHOWN = 5;

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none', overflowWrap: 'anywhere' },
});

export function Refusals({ refused }: { refused: readonly GuichetError[] }) {
  const { t } = useTexts();
  const sentence = useSentence();
  const styles = useStyles();
  const block = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refused.length > 0) block.current?.scrollIntoView({ block: 'nearest' });
  }, [refused]);
  if (refused.length === 0) return null;
  const sentences = [...new Set(refused.map(sentence))];
  const hiddenCount = sentences.length - SHOWN;
  return (
    <div ref={block}>
      <Notice intent="warning">
        <ul className={styles.list}>
          {sentences.slice(0, SHOWN).map((text) => (
            <li key={text}>{text}</li>
          ))}
          {hiddenCount > 0 ? <li>{t('files.moreRefused', { count: hiddenCount })}</li> : null}
        </ul>
      </Notice>
    </div>
  );
}
