// The due date of a ticket: the time left, or a badge if it is overdue (text and icon, not colour alone).
import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import { CalendarErrorRegular } from '@fluentui/react-icons';
import type { DeskTicketSummary } from '../../contract/console.ts';
import { isFinished, isOverdue } from '../../contract/ticket.ts';
import { Deadline, useNow } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
  },
});

/** Renders nothing for a ticket without a due date, and for one that nobody works on any more. */
export function Due({ ticket }: { ticket: Pick<DeskTicketSummary, 'dueAt' | 'status'> }) {
  const { t } = useTexts();
  const styles = useStyles();
  const isLate = isOverdue(ticket, useNow());
  if (ticket.dueAt === null || isFinished(ticket.status)) return null;
  return (
    <span className={styles.root}>
      {isLate && (
        <Badge appearance="tint" color="danger" icon={<CalendarErrorRegular />}>
          {t('tickets.overdue')}
        </Badge>
      )}
      <Deadline at={ticket.dueAt} />
    </span>
  );
}
