// The editor of one picture: marks and redactions are drawn over it, and burned into it at Done.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { type KeyboardEvent, type RefObject, useEffect, useReducer, useRef, useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import { useSentence } from '../ui/bridge.ts';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { type Translate, useTexts } from '../ui/texts.ts';
import { type Editing, nextEditing, selectedMark, startEditing } from './editing.ts';
import { finishPicture } from './finish-picture.ts';
import type { Size, Tool } from './marks.ts';
import { PictureCanvas } from './picture-canvas.tsx';
import { Toolbar } from './toolbar.tsx';
import { useSource } from './use-source.ts';

const useStyles = makeStyles({
  view: {
    flex: '1 1 160px',
    minHeight: '120px',
    minWidth: 0,
    display: 'flex',
    overflow: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
  // above the picture: a second click on Done must not meet Send, which is under it at the foot of the form
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  ends: { display: 'flex', gap: '8px', marginLeft: 'auto' },
  hint: {
    ...typographyStyles.caption1,
    flex: '1 1 160px',
    margin: 0,
    color: tokens.colorNeutralForeground2,
  },
});

interface MarkupEditorProps {
  pictureId: string;
  /** chosen at first */
  tool: Tool;
  /** Keeps the picture with its marks; answers why it could not be. */
  onDone: (png: Uint8Array<ArrayBuffer>) => Promise<GuichetError | null>;
  onClose: () => void;
}

/** A small picture is enlarged, a pixel to at most so many. */
const LARGEST_SCALE = 4;

/** CSS pixels for each pixel of a picture that just fits the view. */
function useFittingScale(view: RefObject<HTMLElement | null>, picture: Size | null): number {
  const [scale, setScale] = useState(1);
  useEffect(() => {
    const { current } = view;
    if (current === null || picture === null) return;
    const measured = new ResizeObserver(() => {
      const { offsetWidth, offsetHeight } = current;
      const fitting = Math.min(offsetWidth / picture.width, offsetHeight / picture.height);
      setScale(Math.min(LARGEST_SCALE, fitting));
    });
    measured.observe(current);
    return () => measured.disconnect();
  }, [view, picture]);
  return scale;
}

/** Undo and redo answer anywhere in the editor. */
function historyKey({ key, ctrlKey, shiftKey }: KeyboardEvent): 'undo' | 'redo' | null {
  if (!ctrlKey) return null;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' ? 'redo' : null;
}

/** What the selection is, for those who do not see its frame. */
function selectionSentence(editing: Editing, t: Translate): string {
  const selected = selectedMark(editing);
  if (selected === null) return '';
  const place = editing.marks.indexOf(selected) + 1;
  return t('markup.selected', { mark: t(`markup.mark.${selected.kind}`), place, of: editing.marks.length });
}

export function MarkupEditor({ pictureId, tool, onDone, onClose }: MarkupEditorProps) {
  const { t } = useTexts();
  const sentence = useSentence();
  const styles = useStyles();
  const source = useSource(pictureId);
  const picture = source.kind === 'ready' ? source.bitmap : null;
  const [editing, tell] = useReducer(nextEditing, tool, startEditing);
  const [isFitted, setFitted] = useState(true);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<GuichetError | null>(null);
  const view = useRef<HTMLDivElement>(null);
  const fitting = useFittingScale(view, picture);

  async function finish(): Promise<void> {
    if (picture === null || busy) return;
    if (editing.marks.length === 0) return onClose();
    setBusy(true);
    const png = await finishPicture(picture, editing.marks);
    const problem: GuichetError | null = png === null ? { code: 'agent-failed' } : await onDone(png);
    setBusy(false);
    setFailure(problem);
    if (problem === null) onClose();
  }
  function onKeyDown(event: KeyboardEvent): void {
    const kind = historyKey(event);
    if (kind === null) return;
    event.preventDefault();
    tell({ kind });
  }

  const told = source.kind === 'failed' ? ({ code: 'agent-failed' } as const) : failure;
  return (
    <ModalDialog label={t('markup.heading')} full onClose={onClose} onKeyDown={onKeyDown}>
      <Toolbar editing={editing} onEvent={tell} isFitted={isFitted} onFit={setFitted} />
      <div className={styles.head}>
        <p className={styles.hint} role="status">
          {selectionSentence(editing, t) || t(`markup.hint.${editing.tool}`)}
        </p>
        <div className={styles.ends}>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button
            appearance="primary"
            disabledFocusable={picture === null || busy}
            onClick={() => void finish()}
          >
            {t('markup.done')}
          </Button>
        </div>
      </div>
      {told ? <Notice intent="warning">{sentence(told)}</Notice> : null}
      <div ref={view} className={styles.view}>
        {picture ? (
          <PictureCanvas picture={picture} scale={isFitted ? fitting : 1} editing={editing} onEvent={tell} />
        ) : null}
      </div>
    </ModalDialog>
  );
}
