// What a correction writes to a ticket, and what of it differs from before.
import type { CorrectedField, Correction } from '../../contract/console.ts';
import type { Chosen } from '../catalogue/read-catalogue.ts';
import { HOUR } from '../clock.ts';
import type { Row } from '../storage/schema.ts';
import type { Corrected } from '../tickets/record.ts';

/** Returns what a correction writes, beside category, requester and organisation. */
export function plainColumns({ kind, impact, urgency, priority, answers }: Correction): Corrected {
  return {
    ...(kind && { kind }),
    ...(impact && { impact }),
    ...(urgency && { urgency }),
    ...(priority !== undefined && {
      priority: priority?.level ?? null,
      priorityReason: priority?.reason ?? null,
    }),
    ...(answers && { answers: JSON.stringify(answers) }),
  };
}

/** With the due date of the category. */
export function categoryColumns(
  { createdAt }: Row<'ticket'>,
  { category }: Correction,
  { entry }: Chosen,
): Corrected {
  if (category?.level === 'service') return { categoryId: null, serviceId: entry.serviceId, dueAt: null };
  const { id: categoryId, dueHours } = entry;
  const due = dueHours === null ? null : new Date(Date.parse(createdAt) + dueHours * HOUR);
  return { categoryId, serviceId: null, dueAt: due?.toISOString() ?? null };
}

/** Returns what `columns` change. */
export function correctedFields(
  ticket: Row<'ticket'>,
  columns: Corrected,
  category: Pick<Extract<CorrectedField, { what: 'category' }>, 'from' | 'to'> | null,
): CorrectedField[] {
  const { kind, impact, urgency, priority, priorityReason, answers } = columns;
  const isRanked = priority !== undefined;
  const isOtherReason = (priorityReason ?? null) !== ticket.priorityReason;
  return [
    ...(category ? [{ what: 'category', ...category } as const] : []),
    ...(answers && answers !== ticket.answers ? [{ what: 'answers' } as const] : []),
    ...(kind && kind !== ticket.kind ? [{ what: 'kind', from: ticket.kind, to: kind } as const] : []),
    ...(impact && impact !== ticket.impact
      ? [{ what: 'impact', from: ticket.impact, to: impact } as const]
      : []),
    ...(urgency && urgency !== ticket.urgency
      ? [{ what: 'urgency', from: ticket.urgency, to: urgency } as const]
      : []),
    ...(isRanked && (priority !== ticket.priority || isOtherReason)
      ? [{ what: 'priority', from: ticket.priority, to: priority } as const]
      : []),
  ];
}
