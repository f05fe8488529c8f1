// The Send button, with its shortcut.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useTexts } from './texts.ts';

const useStyles = makeStyles({
  keys: {
    marginLeft: '8px',
    fontWeight: tokens.fontWeightRegular,
    '@media (max-width: 400px)': { display: 'none' },
  },
});

/** Submits the form around it. `busy` disables it, but it keeps the focus. */
export function SendButton({ busy }: { busy: boolean }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <Button type="submit" appearance="primary" disabledFocusable={busy} aria-keyshortcuts="Control+Enter">
      {t('act.send')}
      <span className={styles.keys} aria-hidden>
        Ctrl+⏎
      </span>
    </Button>
  );
}
