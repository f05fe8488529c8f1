// Which tickets are late.
import type { DeskTicketSummary } from '../../contract/console.ts';

/** Whether work should have been done by `now` (milliseconds of the epoch) and is not. */
export function isOverdue(
  { dueAt, status }: Pick<DeskTicketSummary, 'dueAt' | 'status'>,
  now: number,
): boolean {
  const isAtWork = status !== 'resolved' && status !== 'closed' && status !== 'rejected';
  return isAtWork && dueAt !== null && Date.parse(dueAt) <= now;
}
