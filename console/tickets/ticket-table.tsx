// One page of the list of tickets; each row is a link to its ticket.
import {
  Badge,
  Caption1,
  makeStyles,
  mergeClasses,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import type { DeskTicketSummary } from '../../contract/console.ts';
import { ColumnHeader } from '../ui/column-header.tsx';
import { Moment } from '../ui/instant.tsx';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { Due } from './due.tsx';
import { StatusBadge } from './status-badge.tsx';

const COLUMNS = ['number', 'title', 'requester', 'status', 'due', 'technician', 'updated'] as const;

const useStyles = makeStyles({
  scroller: { overflowX: 'auto' },
  table: { minWidth: '1000px' },
  number: { width: '72px' },
  title: {},
  requester: { width: '12%' },
  status: { width: '158px' },
  due: { width: '102px' },
  technician: { width: '10%' },
  updated: { width: '92px' },
  // The link's pseudo-element covers its row.
  row: { position: 'relative', cursor: 'pointer', height: '52px' },
  link: { '::after': { content: '""', position: 'absolute', inset: 0 } },
  line: { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  priority: { marginRight: tokens.spacingHorizontalXS },
  secondary: { color: tokens.colorNeutralForeground2 },
});

export function TicketTable({ tickets }: { tickets: DeskTicketSummary[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <div className={styles.scroller}>
      <Table aria-label={t('tickets.title')} className={styles.table}>
        <TableHeader>
          <TableRow>
            {COLUMNS.map((column) => (
              <ColumnHeader key={column} className={styles[column]}>
                {t(`tickets.column.${column}`)}
              </ColumnHeader>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {tickets.map((ticket) => (
            <TicketRow key={ticket.id} ticket={ticket} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function TicketRow({ ticket }: { ticket: DeskTicketSummary }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const category = ticket.category?.name[language];
  const { priority } = ticket;
  return (
    <TableRow className={styles.row}>
      <TableCell>{ticket.number ?? <span title={t('tickets.noNumber')}>–</span>}</TableCell>
      <TableCell>
        <span className={styles.line} title={ticket.title}>
          {(priority === 'critical' || priority === 'high') && (
            <Badge
              size="small"
              appearance="tint"
              color={priority === 'critical' ? 'danger' : 'warning'}
              className={styles.priority}
            >
              {t(`tickets.priority.${priority}`)}
            </Badge>
          )}
          <RouteLink to={`/tickets/${ticket.id}`} className={styles.link}>
            {ticket.title}
          </RouteLink>
        </span>
        {category && (
          <Caption1 className={mergeClasses(styles.line, styles.secondary)} title={category}>
            {category}
          </Caption1>
        )}
      </TableCell>
      <TableCell>
        <span className={styles.line} title={ticket.requester}>
          {ticket.requester}
        </span>
        <Caption1 className={mergeClasses(styles.line, styles.secondary)} title={ticket.organisation}>
          {ticket.organisation}
        </Caption1>
      </TableCell>
      <TableCell>
        <StatusBadge status={ticket.status} size="medium" />
      </TableCell>
      <TableCell>
        <Due ticket={ticket} />
      </TableCell>
      <TableCell>
        <span
          className={mergeClasses(styles.line, !ticket.technician && styles.secondary)}
          title={ticket.technician ?? t('tickets.nobody')}
        >
          {ticket.technician ?? t('tickets.nobody')}
        </span>
        {ticket.team && (
          <Caption1 className={mergeClasses(styles.line, styles.secondary)} title={ticket.team}>
            {ticket.team}
          </Caption1>
        )}
      </TableCell>
      <TableCell>
        <Moment at={ticket.updatedAt} />
      </TableCell>
    </TableRow>
  );
}
