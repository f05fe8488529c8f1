// The row above parked deliveries that have one backend and one reason: they are retried or discarded together.
import { makeStyles, TableCell, TableRow, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { ParkedDelivery, SettledAlike } from '../../contract/backends.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { RetryOrDiscard } from '../ui/retry-or-discard.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useSettleAlike } from './queries.ts';

const useStyles = makeStyles({
  row: { backgroundColor: tokens.colorNeutralBackground2 },
  reason: {
    display: 'flex',
    flexDirection: 'column',
    padding: `${tokens.spacingVerticalS} 0`,
    overflowWrap: 'anywhere',
  },
  secondary: { color: tokens.colorNeutralForeground2 },
});

interface ParkedAlikeProps {
  /** the earliest of them */
  model: ParkedDelivery;
  /** number of columns before the buttons */
  columns: number;
}

export function ParkedAlike({ model, columns }: ParkedAlikeProps) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const toasts = useToasts();
  const retry = useSettleAlike('retry');
  const [isDiscarding, setIsDiscarding] = useState(false);
  const { id, backend, alike, reason } = model;
  const toldOf = useTold('backends.retriedAlike');
  const tryAgain = () =>
    retry.mutate(id, {
      onSuccess: (done) => toasts.success(toldOf(done)),
      onError: toasts.failure,
    });
  return (
    <TableRow className={styles.row}>
      <TableCell colSpan={columns}>
        <span className={styles.reason}>
          <Text weight="semibold">{reason[language]}</Text>
          <Text className={styles.secondary}>{t('backends.alike', { count: alike, backend })}</Text>
        </span>
      </TableCell>
      <TableCell>
        <RetryOrDiscard
          areMany
          name={`${reason[language]} (${backend})`}
          isRetrying={retry.isPending}
          onRetry={tryAgain}
          onDiscard={() => setIsDiscarding(true)}
        />
        {isDiscarding && <DiscardAlike model={model} onClose={() => setIsDiscarding(false)} />}
      </TableCell>
    </TableRow>
  );
}

function DiscardAlike({ model, onClose }: { model: ParkedDelivery; onClose: () => void }) {
  const { t, language } = useTexts();
  const { id, backend, alike, reason } = model;
  return (
    <ConfirmDialog
      title={t('backends.discardAlikeTitle', { count: alike })}
      submitLabel={t('act.discardAll')}
      mutation={useSettleAlike('discard')}
      subject={id}
      done={useTold('backends.discardedAlike')}
      onClose={onClose}
    >
      <Text weight="semibold">{reason[language]}</Text>
      <Text>{t('backends.discardAlikeWhat', { backend })}</Text>
    </ConfirmDialog>
  );
}

/** Says how many were settled, and how many are left for another time. */
function useTold(phrase: 'backends.retriedAlike' | 'backends.discardedAlike') {
  const { t } = useTexts();
  return ({ settled, left }: SettledAlike) => {
    const told = t(phrase, { count: settled });
    return left > 0 ? `${told} ${t('backends.alikeLeft', { count: left })}` : told;
  };
}
