import { afterEach, beforeEach, expect, test } from 'vitest';
import { formOf, parseForm } from '../../../../console/tickets/pending-form.ts';

const { TZ } = process.env;
beforeEach(() => {
  process.env.TZ = 'Europe/Paris';
});
afterEach(() => {
  process.env.TZ = TZ;
});

const NOW = Date.parse('2026-03-01T12:00:00Z');

test.each([
  // the clock goes forward at 2:00, and back at 3:00
  ['2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
  ['2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
  ['2026-10-25T01:59', '2026-10-24T23:59:00.000Z'],
  ['2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
])('a ticket comes back at %s of the reader, also where the clock changes', (typed, until) => {
  const form = { reason: 'Ordered.', until: typed, untilAnswer: false };
  const value = { reason: 'Ordered.', until, untilAnswer: false };
  expect(parseForm(form, null, NOW)).toEqual({ ok: true, value });
  expect(formOf(value)).toEqual(form);
});

test('an hour that comes twice stays the one that it was', () => {
  for (const until of ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']) {
    const former = { reason: 'Ordered.', until, untilAnswer: false };
    expect(parseForm(formOf(former), former, NOW)).toEqual({ ok: true, value: former });
  }
});
