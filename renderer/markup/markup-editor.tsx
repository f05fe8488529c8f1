// The editor of a picture: marks and redactions are drawn over it, and burned into it at Done.
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
  // Above the picture: below it, a double click on Done would hit the Send button of the form behind the editor.
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
  /** the tool at first */
  tool: Tool;
  /** Stores the picture with its marks. Returns the failure, or null. */
  onDone: (png: Uint8Array<ArrayBuffer>) => Promise<GuichetError | null>;
  onClose: () => void;
}

/** Largest scale of a small picture, in CSS pixels for each pixel. */
const LARGEST_SCALE = 4;

/** Returns the scale at which the picture fits the view, in CSS pixels for each pixel. */
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

/** Returns whether a key press means undo or redo, which work anywhere in the editor. */
function historyKey({ key, ctrlKey, shiftKey }: KeyboardEvent): 'undo' | 'redo' | null {
  if (!ctrlKey) return null;
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' ? 'redo' : null;
}

/** Describes the selection for screen readers. */
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
  const [editing, dispatch] = useReducer(nextEditing, tool, startEditing);
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
    dispatch({ kind });
  }

  const shownFailure = source.kind === 'failed' ? ({ code: 'agent-failed' } as const) : failure;
  return (
    <ModalDialog label={t('markup.heading')} full onClose={onClose} onKeyDown={onKeyDown}>
      <Toolbar editing={editing} onEvent={dispatch} isFitted={isFitted} onFit={setFitted} />
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
      {shownFailure ? <Notice intent="warning">{sentence(shownFailure)}</Notice> : null}
      <div ref={view} className={styles.view}>
        {picture ? (
          <PictureCanvas
            picture={picture}
            scale={isFitted ? fitting : 1}
            editing={editing}
            onEvent={dispatch}
          />
        ) : null}
      </div>
    </ModalDialog>
  );
}
