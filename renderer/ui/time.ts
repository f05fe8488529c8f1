// How moments and sizes are written for a person, in their language, region and time zone.
import { DAY, HOUR, MINUTE } from '../../contract/clock.ts';
import type { Language } from '../../contract/primitives.ts';

/** The region's own variant of a language when the system has one, such as `en-GB` or `fr-CA`. */
export function localeOf(language: Language, preferred: readonly string[]): string {
  return preferred.find((locale) => locale.split('-')[0] === language) ?? language;
}

/**
 * Making a formatter takes longer than all else here, and a list asks for many: each is made once. One without a time
 * zone is of the zone it was made in, and is made again where the clock has moved to another.
 */
function madeOnce<F>(
  make: (locale: string, timeZone: string | undefined) => F,
): (locale: string, timeZone?: string) => F {
  const made = new Map<string, F>();
  return (locale, timeZone) => {
    const key = `${locale} ${timeZone ?? new Date().getTimezoneOffset()}`;
    const format = made.get(key) ?? make(locale, timeZone);
    made.set(key, format);
    return format;
  };
}

const dayFormat = madeOnce(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(locale, { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
);
const spanFormat = madeOnce((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const dateFormat = madeOnce(
  (locale, timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }),
);
const exactFormat = madeOnce(
  (locale, timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone }),
);

/** The number of the day a moment falls on, in a time zone: two moments of one day have the same. */
function dayOf(moment: number, timeZone: string | undefined): number {
  // written as 2026-01-31, which is a date at midnight UTC
  return Date.parse(dayFormat('sv-SE', timeZone).format(moment)) / DAY;
}

/** How far `moment` is from `now` in words, in the largest unit that fits; a date after four weeks. */
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
 * A moment that has passed, as seen from `now` (milliseconds): "now", "5 minutes ago", "yesterday", a date.
 * A moment in the future, by a clock that differs, is now.
 */
export function relativeTime(instant: string, now: number, locale: string, timeZone?: string): string {
  return distance(Math.min(Date.parse(instant), now), now, locale, timeZone);
}

/** A moment on either side of `now` (milliseconds): also "in 5 minutes", "tomorrow". */
export function timeUntil(instant: string, now: number, locale: string, timeZone?: string): string {
  return distance(Date.parse(instant), now, locale, timeZone);
}

/** Day and time to the minute. */
export function exactTime(instant: string, locale: string, timeZone?: string): string {
  return exactFormat(locale, timeZone).format(Date.parse(instant));
}

/** The time of the day alone. */
export function clockTime(instant: string, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(Date.parse(instant));
}

/** Whole seconds from `now` to `until` (both milliseconds), rounded up, never below 0. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000));
}

/** A size in bytes, with the unit a person reads: at most one decimal, thousands of bytes. */
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
