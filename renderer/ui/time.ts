// How moments and sizes are written for a person, in their language, region and time zone.
import type { Language } from '../../contract/words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** The region's own variant of a language when the system has one, such as `en-GB` or `fr-CA`. */
export function localeOf(language: Language, preferred: readonly string[]): string {
  return preferred.find((locale) => locale.split('-')[0] === language) ?? language;
}

/**
 * A moment as seen from `now` (milliseconds): "now", "5 minutes ago", "yesterday", and a date after four weeks.
 * A moment in the future, by a clock that differs, is now.
 */
export function relativeTime(instant: string, now: number, locale: string, timeZone?: string): string {
  const moment = Date.parse(instant);
  const age = Math.max(0, now - moment);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (age < MINUTE) return format.format(0, 'second');
  if (age < HOUR) return format.format(-Math.floor(age / MINUTE), 'minute');
  if (age < DAY) return format.format(-Math.floor(age / HOUR), 'hour');
  if (age < WEEK) return format.format(-Math.floor(age / DAY), 'day');
  if (age < 4 * WEEK) return format.format(-Math.floor(age / WEEK), 'week');
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(moment);
}

/** Day and time to the minute. */
export function exactTime(instant: string, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(
    Date.parse(instant),
  );
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
