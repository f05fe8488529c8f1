// When a ticket is due: how long is left, or that its time is over, told by word and icon beside the colour.
import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import { CalendarErrorRegular } from '@fluentui/react-icons';
import type { DeskTicketSummary } from '../../contract/console.ts';
import { Deadline, useNow } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { isOverdue } from './overdue.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
  },
});

/** Nothing where nothing was promised. */
export function Due({ ticket }: { ticket: Pick<DeskTicketSummary, 'dueAt' | 'status'> }) {
  const { t } = useTexts();
  const styles = useStyles();
  const isLate = isOverdue(ticket, useNow());
  if (ticket.dueAt === null) return null;
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
