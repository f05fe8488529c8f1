// Formats moments and sizes for a person, in their language, region and time zone.
import { DAY, HOUR, MINUTE } from '../../contract/clock.ts';
import type { Language } from '../../contract/primitives.ts';

/** Returns the first locale of the system in this language, such as `en-GB` or `fr-CA`, or else the language. */
export function localeOf(language: Language, preferred: readonly string[]): string {
  return preferred.find((locale) => locale.split('-')[0] === language) ?? language;
}

/**
 * Caches formatters: creating one is slow, and a list needs many. A formatter without a time zone uses the zone that the
 * system had when it was created, so the cache key has the system's current offset.
 */
function cached<F>(
  create: (locale: string, timeZone: string | undefined) => F,
): (locale: string, timeZone?: string) => F {
  const formats = new Map<string, F>();
  return (locale, timeZone) => {
    const key = `${locale} ${timeZone ?? new Date().getTimezoneOffset()}`;
    const format = formats.get(key) ?? create(locale, timeZone);
    formats.set(key, format);
    return format;
  };
}

const dayFormat = cached(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(locale, { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
);
const spanFormat = cached((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const dateFormat = cached(
  (locale, timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }),
);
const exactFormat = cached(
  (locale, timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone }),
);

/** Returns the number of the day of a moment in a time zone: two moments of one day have the same number. */
function dayOf(moment: number, timeZone: string | undefined): number {
  // Swedish dates are written as 2026-01-31, which parses as midnight UTC.
  return Date.parse(dayFormat('sv-SE', timeZone).format(moment)) / DAY;
}

/** Returns the time between `now` and `moment` in words, in the largest unit that fits; a date beyond four weeks. */
function distance(moment: number, now: number, locale: string, timeZone: string | undefined): string {
  const format = spanFormat(locale);
  const span = Math.abs(moment - now);
  const towards = Math.sign(moment - now);
  if (span < MINUTE) return format.format(0, 'second');
  if (span < HOUR) return format.format(towards * Math.floor(span / MINUTE), 'minute');
  if (span < DAY) return format.format(towards * Math.floor(span / HOUR), 'hour');
  const days = dayOf(moment, timeZone) - dayOf(now, timeZone);
  if (Math.abs(days) < 7) return format.format(days, 'day');
  if (Math.abs(days) < 28) return format.format(Math.trunc(days / 7), 'week');
  return dateFormat(locale, timeZone).format(moment);
}

/**
 * Returns a past moment as seen from `now` (milliseconds): "now", "5 minutes ago", "yesterday", a date. A moment in the
 * future, which comes from a clock that differs, is "now".
 */
export function relativeTime(instant: string, now: number, locale: string, timeZone?: string): string {
  return distance(Math.min(Date.parse(instant), now), now, locale, timeZone);
}

/** Returns a moment before or after `now` (milliseconds): also "in 5 minutes", "tomorrow". */
export function timeUntil(instant: string, now: number, locale: string, timeZone?: string): string {
  return distance(Date.parse(instant), now, locale, timeZone);
}

/** Returns day and time, to the minute. */
export function exactTime(instant: string, locale: string, timeZone?: string): string {
  return exactFormat(locale, timeZone).format(Date.parse(instant));
}

/** Returns the time of day. */
export function clockTime(instant: string, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(Date.parse(instant));
}

/** Returns the seconds from `now` to `until` (both milliseconds), rounded up, at least 0. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000));
}

/** Returns a size with its unit and at most one decimal. 1 kB is 1000 bytes. */
export function fileSize(bytes: number, locale: string): string {
  const [value, unit] =
    bytes < 1000
      ? [bytes, 'byte']
      : bytes < 1_000_000
        ? [bytes / 1000, 'kilobyte']
        : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: unit === 'megabyte' ? 1 : 0,
  }).format(value);
}
