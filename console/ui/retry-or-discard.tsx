// The buttons of something that waits for staff: to try it again, or to discard it.
import { Button, makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components';
import { useTexts } from './texts.ts';

const useStyles = makeStyles({
  row: { display: 'flex', justifyContent: 'end', columnGap: tokens.spacingHorizontalS, whiteSpace: 'nowrap' },
});

interface RetryOrDiscardProps {
  /** what it is, for a screen reader */
  name: string;
  /** they are for several things at once */
  areMany?: boolean;
  isRetrying: boolean;
  onRetry: () => void;
  /** Asks first: the focus comes back to the button. */
  onDiscard: () => void;
}

export function RetryOrDiscard({
  name,
  areMany = false,
  isRetrying,
  onRetry,
  onDiscard,
}: RetryOrDiscardProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const focusTarget = useRestoreFocusTarget();
  const retry = t(areMany ? 'act.retryAll' : 'act.retry');
  const discard = t(areMany ? 'act.discardAll' : 'act.discard');
  return (
    <span className={styles.row}>
      <Button
        disabledFocusable={isRetrying}
        aria-label={`${retry}: ${name}`}
        onClick={() => !isRetrying && onRetry()}
      >
        {retry}
      </Button>
      <Button {...focusTarget} aria-label={`${discard}: ${name}`} onClick={onDiscard}>
        {discard}
      </Button>
    </span>
  );
}
