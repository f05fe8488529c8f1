// When a mail that waits is tried, and tried again.
import { type SqlBool, sql } from 'kysely';
import type { Delays } from '../../contract/next-delay.ts';
import { type Clock, HOUR, instantFrom, MINUTE } from '../clock.ts';

/** Between the tries of one mail, in milliseconds. */
export const MAIL_DELAYS: Delays = { first: MINUTE, longest: HOUR };

/** No mail is put off longer, in milliseconds, but in a digest: what is due later was put there by a clock that was ahead. */
export const LONGEST_WAIT = MAIL_DELAYS.longest + MINUTE;

/** The condition that the instant in `column` has come, or was set by a clock that was ahead. */
export function isDue(clock: Clock, column: string) {
  const [now, latest] = [instantFrom(clock), instantFrom(clock, LONGEST_WAIT)];
  return sql<SqlBool>`(${sql.ref(column)} <= ${now} or ${sql.ref(column)} > ${latest})`;
}
