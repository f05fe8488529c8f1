// Converts iTop's dates, which are in its server's local time without a zone.
import { tzOffset } from '@date-fns/tz';
import { DAY, MINUTE } from '../../clock.ts';

/** Whether this is a known time zone. */
export function isTimeZone(timeZone: string): boolean {
  return Number.isFinite(tzOffset(timeZone, new Date(0)));
}

/** Returns minutes east of UTC; 0 for an unknown zone, which the connection check reports. */
function offsetAt(timeZone: string, at: Date): number {
  const offset = tzOffset(timeZone, at);
  return Number.isFinite(offset) ? offset : 0;
}

function write(at: Date, offset: number): string {
  return new Date(at.getTime() + offset * MINUTE).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * Returns the earliest local time between two instants, such as 2026-11-22 01:26:04. When summer time ends in between,
 * one hour occurs twice, and the second starts before the local time of `from`.
 */
export function earliestLocal(timeZone: string, from: Date, to: Date): string {
  return write(from, Math.min(offsetAt(timeZone, from), offsetAt(timeZone, to)));
}

/** As iTop writes a date. Other texts, such as years beyond 9999, could be dates that ISO 8601 has no room for. */
const LOCAL = /^[12]\d{3}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?$/;

/** Returns the first instant of an hour that occurs twice; `fallback` where the text is no date. */
export function instantOf(timeZone: string, local: string, fallback: Date): Date {
  const text = local.trim();
  const asUtc = LOCAL.test(text) ? new Date(`${text.replace(' ', 'T')}Z`) : null;
  if (asUtc === null || Number.isNaN(asUtc.getTime())) return fallback;
  const day = offsetAt(timeZone, new Date(asUtc.getTime() - DAY));
  const early = new Date(asUtc.getTime() - day * MINUTE);
  if (offsetAt(timeZone, early) === day) return early;
  return new Date(asUtc.getTime() - offsetAt(timeZone, asUtc) * MINUTE);
}
