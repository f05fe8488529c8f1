// The text that tells when a ticket is due, or that it is overdue.
import type { MyTicket } from '../../contract/ipc.ts';
import { isFinished, isOverdue } from '../../contract/ticket.ts';
import type { Translate } from '../ui/texts.ts';
import { timeUntil } from '../ui/time.ts';

/** Returns a text such as "Due tomorrow"; null when the ticket has no due time, or is finished. */
export function dueText(
  ticket: Pick<MyTicket, 'dueAt' | 'status'>,
  now: number,
  locale: string,
  t: Translate,
): string | null {
  const { dueAt, status } = ticket;
  if (dueAt === null || isFinished(status)) return null;
  const when = timeUntil(dueAt, now, locale);
  return isOverdue(ticket, now) ? t('tickets.overdue', { when }) : t('tickets.dueWhen', { when });
}
