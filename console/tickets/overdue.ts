// Decides which tickets are overdue.
import type { DeskTicketSummary } from '../../contract/console.ts';

/** Whether a ticket that is still worked on was due by `now` (milliseconds of the epoch). */
export function isOverdue(
  { dueAt, status }: Pick<DeskTicketSummary, 'dueAt' | 'status'>,
  now: number,
): boolean {
  const isOpen = status !== 'resolved' && status !== 'closed' && status !== 'rejected';
  return isOpen && dueAt !== null && Date.parse(dueAt) <= now;
}
