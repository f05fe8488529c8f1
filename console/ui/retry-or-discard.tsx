// The buttons of something that waits for staff: to try it again, or to discard it.
import { Button, makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { useTexts } from './texts.ts';

const useStyles = makeStyles({
  row: { display: 'flex', justifyContent: 'end', columnGap: tokens.spacingHorizontalS },
});

interface RetryOrDiscardProps {
  /** what it is, for a screen reader */
  name: string;
  isRetrying: boolean;
  onRetry: () => void;
  /** Asks first: the focus comes back to the button. */
  onDiscard: () => void;
}

export function RetryOrDiscard({ name, isRetrying, onRetry, onDiscard }: RetryOrDiscardProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const focusTarget = useRestoreFocusTarget();
  return (
    <span className={styles.row}>
      <Button
        disabledFocusable={isRetrying}
        aria-label={`${t('act.retry')}: ${name}`}
        onClick={() => !isRetrying && onRetry()}
      >
        {t('act.retry')}
      </Button>
      <Button {...focusTarget} aria-label={`${t('act.discard')}: ${name}`} onClick={onDiscard}>
        {t('act.discard')}
      </Button>
    </span>
  );
}
