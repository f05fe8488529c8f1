// Who is asked for an approval, what they decided, and when they are asked again.
import { Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { DeskApproval } from '../../contract/approvals.ts';
import type { DeskTicket } from '../../contract/console.ts';
import { Deadline } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({ secondary: { color: tokens.colorNeutralForeground2 } });

export function ApprovalFacts({
  approval,
  status,
}: {
  approval: DeskApproval;
  status: DeskTicket['status'];
}) {
  const { t } = useTexts();
  const styles = useStyles();
  const { approvers, askAgainAt, isStuck } = approval;
  const decided = stateOf(status);
  const isWaiting = decided === 'waiting';
  const isAnybody = approvers.some(({ hasLeft }) => !hasLeft);
  return (
    <>
      {approvers.map(({ email, fullName, hasAgent, hasLeft }) => (
        <span key={email}>
          <Text block>{fullName}</Text>
          <Link href={`mailto:${email}`}>{email}</Link>
          {isWaiting && hasLeft && <Text block>{t('tickets.approval.left')}</Text>}
          {isWaiting && !hasLeft && !hasAgent && (
            <Text block className={styles.secondary}>
              {t('tickets.approval.byMail')}
            </Text>
          )}
        </span>
      ))}
      {decided && approvers.length > 0 && (
        <Text className={styles.secondary}>{t(`tickets.approval.${decided}`)}</Text>
      )}
      {isWaiting && isStuck && (
        <Text>{t(isAnybody ? 'tickets.approval.last' : 'tickets.approval.nobody')}</Text>
      )}
      {isWaiting && !isStuck && approvers.length === 0 && <Text>{t('tickets.approval.looking')}</Text>}
      {isWaiting && askAgainAt !== null && (
        <Text className={styles.secondary}>
          {t('tickets.approval.again')} <Deadline at={askAgainAt} />
        </Text>
      )}
    </>
  );
}

/** The state of the approval, derived from the status; null once the ticket has moved on. */
function stateOf(status: DeskTicket['status']): 'waiting' | 'approved' | 'rejected' | null {
  if (status === 'waiting_for_approval') return 'waiting';
  return status === 'approved' || status === 'rejected' ? status : null;
}
