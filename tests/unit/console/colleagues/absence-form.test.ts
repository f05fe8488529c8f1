import { afterEach, beforeEach, expect, test } from 'vitest';
import { formOf, lastDayOf, parseForm } from '../../../../console/colleagues/absence-form.ts';

const { TZ } = process.env;
beforeEach(() => {
  process.env.TZ = 'Europe/Paris';
});
afterEach(() => {
  process.env.TZ = TZ;
});

const NOW = Date.parse('2026-03-01T12:00:00Z');
const parse = (firstDay: string, lastDay: string, standInId = '') =>
  parseForm({ firstDay, lastDay, standInId }, NOW);

test('an absence is whole days, also over a change of the clock', () => {
  // the clock goes forward on the 29th
  expect(parse('2026-03-28', '2026-03-29')).toEqual({
    ok: true,
    value: { from: '2026-03-27T23:00:00.000Z', until: '2026-03-29T22:00:00.000Z', standInId: null },
  });
  // and back on October 25th
  expect(parse('2026-10-25', '2026-10-25')).toEqual({
    ok: true,
    value: { from: '2026-10-24T22:00:00.000Z', until: '2026-10-25T23:00:00.000Z', standInId: null },
  });
});

test.each([
  ['2026-03-28', '2026-03-29'],
  ['2026-10-24', '2026-10-25'],
  ['2026-12-31', '2027-01-01'],
])('from %s to %s comes out as it went in', (firstDay, lastDay) => {
  const parsed = parse(firstDay, lastDay);
  if (!parsed.ok) throw new Error('not parsed');
  expect(formOf(parsed.value, NOW)).toEqual({ firstDay, lastDay, standInId: '' });
  expect(lastDayOf(parsed.value)).toBe(lastDay);
});

test('a missing day, an end before the beginning, and an end that has passed are wrong', () => {
  expect(parse('', '2026-03-29')).toEqual({ ok: false, wrong: new Set(['firstDay']) });
  expect(parse('2026-03-28', '')).toEqual({ ok: false, wrong: new Set(['lastDay']) });
  expect(parse('2026-03-28', '2026-03-27')).toEqual({ ok: false, wrong: new Set(['lastDay']) });
  expect(parse('2026-02-01', '2026-02-28')).toEqual({ ok: false, wrong: new Set(['lastDay']) });
  expect(parse('2026-02-01', '2026-03-01').ok).toBe(true);
});
