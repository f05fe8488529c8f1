// The text that tells when a ticket is due, or that it is overdue.
import type { MyTicket } from '../../contract/ipc.ts';
import { isFinished, isOverdue } from '../../contract/ticket.ts';
import type { Translate } from '../ui/texts.ts';
import { timeUntil } from '../ui/time.ts';

type Dated = Pick<MyTicket, 'dueAt' | 'status'>;
export type DueTicket = Dated & { dueAt: string };

/** Returns whether the list tells when the ticket is due: not once it is finished. */
export function hasDueText(ticket: Dated): ticket is DueTicket {
  return ticket.dueAt !== null && !isFinished(ticket.status);
}

/** Returns a text such as "Due tomorrow"; null when the ticket has no due time, or is finished. */
export function dueText(ticket: Dated, now: number, locale: string, t: Translate): string | null {
  if (!hasDueText(ticket)) return null;
  const when = timeUntil(ticket.dueAt, now, locale);
  return isOverdue(ticket, now) ? t('tickets.overdue', { when }) : t('tickets.dueWhen', { when });
}
