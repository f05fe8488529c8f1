// Formatting of moments, sizes and countdowns.
import { describe, expect, test } from 'vitest';
import {
  clockTime,
  exactTime,
  fileSize,
  localeOf,
  relativeTime,
  secondsLeft,
  timeUntil,
} from '../../../../renderer/ui/time.ts';

const at = '2025-03-04T14:30:00.000Z';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const aged = (age: number, locale = 'en') => relativeTime(at, Date.parse(at) + age, locale, 'UTC');

/** Normalises spaces and the comma after a day, which differ between versions of the runtime's data. */
const plain = (text: string) => text.replace(/\s/gu, ' ').replace('day,', 'day');

describe('a relative time', () => {
  test.each([
    [0, 'now'],
    [59 * SECOND, 'now'],
    [MINUTE, '1 minute ago'],
    [HOUR - 1, '59 minutes ago'],
    [HOUR, '1 hour ago'],
    [DAY - 1, '23 hours ago'],
    [DAY, 'yesterday'],
    [6 * DAY, '6 days ago'],
    [7 * DAY, 'last week'],
    [27 * DAY, '3 weeks ago'],
    [28 * DAY, 'Mar 4, 2025'],
  ])('%d ms later is "%s"', (age, text) => {
    expect(aged(age)).toBe(text);
  });

  test('is never in the future, even if the clock is behind the server’s', () => {
    expect(aged(-5 * MINUTE)).toBe('now');
  });

  test('is in French when French is chosen', () => {
    expect(plain(aged(5 * MINUTE, 'fr'))).toBe('il y a 5 minutes');
    expect(plain(aged(DAY, 'fr'))).toBe('hier');
    expect(plain(aged(40 * DAY, 'fr'))).toBe('4 mars 2025');
  });

  test('"yesterday" is the calendar day before', () => {
    expect(aged(47 * HOUR)).toBe('2 days ago');
    expect(aged(33 * HOUR)).toBe('yesterday');
  });
});

describe('a time to come', () => {
  const ahead = (span: number, locale = 'en') => timeUntil(at, Date.parse(at) - span, locale, 'UTC');
  test.each([
    [30 * SECOND, 'now'],
    [5 * MINUTE, 'in 5 minutes'],
    [23 * HOUR, 'in 23 hours'],
    [25 * HOUR, 'tomorrow'],
    [3 * DAY, 'in 3 days'],
    [8 * DAY, 'next week'],
    [60 * DAY, 'Mar 4, 2025'],
  ])('%d ms before it is "%s"', (span, text) => {
    expect(ahead(span)).toBe(text);
  });

  test('is reported as passed afterwards', () => {
    expect(ahead(-2 * DAY)).toBe('2 days ago');
    expect(plain(ahead(3 * HOUR, 'fr'))).toBe('dans 3 heures');
  });
});

describe('an exact time', () => {
  test('is in the user’s time zone', () => {
    expect(plain(exactTime(at, 'en-GB', 'America/Montreal'))).toBe('Tuesday 4 March 2025 at 09:30');
    expect(plain(clockTime(at, 'fr', 'Europe/Paris'))).toBe('15:30');
  });
});

describe('a locale', () => {
  test('has the system’s region when its language is the chosen one', () => {
    expect(localeOf('fr', ['en-CA', 'fr-CA', 'fr'])).toBe('fr-CA');
    expect(localeOf('en', ['fr-CA', 'fr'])).toBe('en');
  });
});

describe('a countdown', () => {
  test('shows at least one second until the end, then nothing', () => {
    expect(secondsLeft(60_000, 0)).toBe(60);
    expect(secondsLeft(60_000, 59_999)).toBe(1);
    expect(secondsLeft(60_000, 60_000)).toBe(0);
    expect(secondsLeft(60_000, 90_000)).toBe(0);
  });
});

describe('a file size', () => {
  test('is rounded for reading', () => {
    expect(plain(fileSize(1, 'en'))).toBe('1 byte');
    expect(plain(fileSize(999, 'en'))).toBe('999 bytes');
    expect(plain(fileSize(248_123, 'en'))).toBe('248 kB');
    expect(plain(fileSize(3_410_233, 'en'))).toBe('3.4 MB');
    expect(plain(fileSize(3_410_233, 'fr'))).toBe('3,4 Mo');
  });
});
