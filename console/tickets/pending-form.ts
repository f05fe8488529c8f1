// The form that makes a ticket pending: every field holds what was typed until all of them are valid.
import { Pending } from '../../contract/ticket.ts';
import { instantOf, toDateField } from '../ui/date-field.ts';
import type { Parsed } from '../ui/use-form.ts';

export interface PendingForm {
  reason: string;
  /** value of a `datetime-local` input; empty for no date */
  until: string;
  untilAnswer: boolean;
}

/** What the ticket waits for already, if it does. */
export function formOf(pending: Pending | null): PendingForm {
  if (pending === null) return { reason: '', until: '', untilAnswer: true };
  const { until, ...rest } = pending;
  return { ...rest, until: until === null ? '' : toDateField(new Date(until)) };
}

/** `former` is what the ticket waits for already; `now` is in milliseconds since the epoch. */
export function parseForm(form: PendingForm, former: Pending | null, now: number): Parsed<Pending> {
  const until = form.until === '' ? null : instantOf(form.until, former?.until ?? null);
  const parsed = Pending.safeParse({ ...form, until });
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path.join('.')));
  if (until !== null && Date.parse(until) <= now) wrong.add('until');
  return parsed.success && wrong.size === 0 ? { ok: true, value: parsed.data } : { ok: false, wrong };
}
