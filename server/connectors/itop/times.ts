// iTop's dates: local to its server, without saying so.
import { tzOffset } from '@date-fns/tz';
import { DAY, MINUTE } from '../../clock.ts';

/** Whether this is a time zone that is known here. */
export function isTimeZone(timeZone: string): boolean {
  return Number.isFinite(tzOffset(timeZone, new Date(0)));
}

/** Minutes east of Greenwich; those of UTC in a zone that is not known, which the check of the connection tells. */
function offsetAt(timeZone: string, at: Date): number {
  const offset = tzOffset(timeZone, at);
  return Number.isFinite(offset) ? offset : 0;
}

function write(at: Date, offset: number): string {
  return new Date(at.getTime() + offset * MINUTE).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * The earliest that iTop's clock can have shown between two instants, as 2026-11-22 01:26:04. When summer time ends in
 * between, the same hour is shown twice, and the second of them starts before `from`.
 */
export function earliestLocal(timeZone: string, from: Date, to: Date): string {
  return write(from, Math.min(offsetAt(timeZone, from), offsetAt(timeZone, to)));
}

/** Of the two instants of an hour that is shown twice, the first; `fallback` where the text is no date. */
export function instantOf(timeZone: string, local: string, fallback: Date): Date {
  const asUtc = new Date(`${local.trim().replace(' ', 'T')}Z`);
  if (Number.isNaN(asUtc.getTime())) return fallback;
  const day = offsetAt(timeZone, new Date(asUtc.getTime() - DAY));
  const early = new Date(asUtc.getTime() - day * MINUTE);
  if (offsetAt(timeZone, early) === day) return early;
  return new Date(asUtc.getTime() - offsetAt(timeZone, asUtc) * MINUTE);
}
