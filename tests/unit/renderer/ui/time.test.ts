// Moments, sizes and countdowns as a person reads them.
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

/** Spaces of any width are alike here, and the comma after a day: both change with the data of the runtime. */
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
  ])('%d ms later it reads "%s"', (age, text) => {
    expect(aged(age)).toBe(text);
  });

  test('a clock that runs behind the server does not put a reply in the future', () => {
    expect(aged(-5 * MINUTE)).toBe('now');
  });

  test('French reads as French', () => {
    expect(plain(aged(5 * MINUTE, 'fr'))).toBe('il y a 5 minutes');
    expect(plain(aged(DAY, 'fr'))).toBe('hier');
    expect(plain(aged(40 * DAY, 'fr'))).toBe('4 mars 2025');
  });

  test('yesterday is the day before, not any 47 hours', () => {
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
  ])('%d ms before it reads "%s"', (span, text) => {
    expect(ahead(span)).toBe(text);
  });

  test('once it has passed it says so', () => {
    expect(ahead(-2 * DAY)).toBe('2 days ago');
    expect(plain(ahead(3 * HOUR, 'fr'))).toBe('dans 3 heures');
  });
});

describe('an exact time', () => {
  test('it is told in the zone of the user', () => {
    expect(plain(exactTime(at, 'en-GB', 'America/Montreal'))).toBe('Tuesday 4 March 2025 at 09:30');
    expect(plain(clockTime(at, 'fr', 'Europe/Paris'))).toBe('15:30');
  });
});

describe('a locale', () => {
  test('the region of the system is kept when it has the language in force', () => {
    expect(localeOf('fr', ['en-CA', 'fr-CA', 'fr'])).toBe('fr-CA');
    expect(localeOf('en', ['fr-CA', 'fr'])).toBe('en');
  });
});

describe('a countdown', () => {
  test('it says a second until the very end, and then nothing', () => {
    expect(secondsLeft(60_000, 0)).toBe(60);
    expect(secondsLeft(60_000, 59_999)).toBe(1);
    expect(secondsLeft(60_000, 60_000)).toBe(0);
    expect(secondsLeft(60_000, 90_000)).toBe(0);
  });
});

describe('a file size', () => {
  test('it is rounded to what a person needs', () => {
    expect(plain(fileSize(1, 'en'))).toBe('1 byte');
    expect(plain(fileSize(999, 'en'))).toBe('999 bytes');
    expect(plain(fileSize(248_123, 'en'))).toBe('248 kB');
    expect(plain(fileSize(3_410_233, 'en'))).toBe('3.4 MB');
    expect(plain(fileSize(3_410_233, 'fr'))).toBe('3,4 Mo');
  });
});
