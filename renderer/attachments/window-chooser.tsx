// The choice of an open window of this computer, to take a picture of.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { CapturableWindow } from '../../contract/ipc.ts';
import type { Result } from '../../contract/result.ts';
import { useBridge, useSentence } from '../ui/bridge.ts';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { useTexts } from '../ui/texts.ts';
import { indexInGrid } from './window-grid.ts';

const useStyles = makeStyles({
  heading: { ...typographyStyles.subtitle2, margin: 0 },
  text: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  list: {
    flex: '1 1 0',
    minHeight: '80px',
    overflowY: 'auto',
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(200px, 100%), 1fr))',
    gridAutoRows: 'min-content',
    gap: '8px',
    minWidth: 0,
    margin: 0,
    padding: '2px',
    border: 0,
  },
  window: {
    ...typographyStyles.caption1,
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    minWidth: 0,
    padding: '8px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    textAlign: 'left',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '0' },
  },
  thumbnail: {
    width: '100%',
    height: '110px',
    objectFit: 'contain',
    backgroundColor: tokens.colorNeutralBackground3,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minHeight: '16px' },
  foot: { display: 'flex', justifyContent: 'flex-end' },
});

interface WindowChooserProps {
  onChoose: (windowId: string) => void;
  onClose: () => void;
}

export function WindowChooser({ onChoose, onClose }: WindowChooserProps) {
  const { t } = useTexts();
  const { ask } = useBridge();
  const sentence = useSentence();
  const styles = useStyles();
  const [answer, setAnswer] = useState<Result<CapturableWindow[]> | null>(null);
  useEffect(() => {
    let isMounted = true;
    void ask['capture:windows']().then((windows) => {
      if (isMounted) setAnswer(windows);
    });
    return () => {
      isMounted = false;
    };
  }, [ask]);
  return (
    <ModalDialog label={t('files.chooseWindow')} onClose={onClose}>
      <h2 className={styles.heading}>{t('files.chooseWindow')}</h2>
      {answer === null ? <p className={styles.text}>{t('files.lookingForWindows')}</p> : null}
      {answer?.ok === false ? <Notice intent="warning">{sentence(answer.error)}</Notice> : null}
      {answer?.ok && answer.value.length === 0 ? <p className={styles.text}>{t('files.noWindow')}</p> : null}
      <Grid windows={answer?.ok ? answer.value : []} onChoose={onChoose} />
      <div className={styles.foot}>
        <Button onClick={onClose}>{t('act.cancel')}</Button>
      </div>
    </ModalDialog>
  );
}

/** Returns the number of buttons in the first row. */
function columnsOf(buttons: readonly HTMLElement[]): number {
  const [first] = buttons;
  return buttons.filter(({ offsetTop }) => offsetTop === first?.offsetTop).length;
}

function Grid({ windows, onChoose }: { windows: CapturableWindow[]; onChoose: (windowId: string) => void }) {
  const { t } = useTexts();
  const styles = useStyles();
  const grid = useRef<HTMLFieldSetElement>(null);
  const hasWindows = windows.length > 0;
  useEffect(() => {
    if (hasWindows) grid.current?.querySelector('button')?.focus();
  }, [hasWindows]);

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const index = buttons.findIndex((button) => button.contains(document.activeElement));
    const next = indexInGrid(event.key, index, { count: buttons.length, columns: columnsOf(buttons) });
    if (index < 0 || next === null) return;
    event.preventDefault();
    buttons[next]?.focus();
  }
  return (
    <fieldset ref={grid} className={styles.list} aria-label={t('files.windows')} onKeyDown={onKeyDown}>
      {windows.map(({ id, name, thumbnail }) => (
        <button key={id} type="button" className={styles.window} title={name} onClick={() => onChoose(id)}>
          <img className={styles.thumbnail} src={thumbnail} alt="" />
          <span className={styles.name} dir="auto">
            {name}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
