// When a ticket is due, or that it is overdue.
import type { MyTicket } from '../../contract/ipc.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import type { Translate } from '../ui/texts.ts';
import { timeUntil } from '../ui/time.ts';

const FINISHED: ReadonlySet<TicketStatus> = new Set(['resolved', 'closed', 'rejected']);

/** Returns whether the ticket is overdue at `now` (milliseconds since the epoch). */
export function isOverdue({ dueAt, status }: Pick<MyTicket, 'dueAt' | 'status'>, now: number): boolean {
  return dueAt !== null && !FINISHED.has(status) && Date.parse(dueAt) < now;
}

/** Returns a text such as "Due tomorrow"; null when the ticket has no due time, or is done. */
export function dueText(
  ticket: Pick<MyTicket, 'dueAt' | 'status'>,
  now: number,
  locale: string,
  t: Translate,
): string | null {
  const { dueAt, status } = ticket;
  if (dueAt === null || FINISHED.has(status)) return null;
  const when = timeUntil(dueAt, now, locale);
  return isOverdue(ticket, now) ? t('tickets.overdue', { when }) : t('tickets.dueWhen', { when });
}
