// The form of a new enrolment key.
import { expect, test } from 'vitest';
import { BLANK_KEY, parseKeyForm } from '../../../../console/devices/key-form.ts';

const NOW = Date.parse('2030-01-02T08:00:00.000Z');

test('a new key works for 90 days, for any number of agents, from anywhere', () => {
  expect(parseKeyForm(BLANK_KEY, NOW)).toEqual({
    ok: true,
    value: { expiresAt: '2030-04-02T08:00:00.000Z', mostUses: null, networks: [], pool: false },
  });
});

test('limits are read as they are typed', () => {
  const form = {
    life: 'never',
    mostUses: ' 25 ',
    networks: '10.0.0.0/8; 2001:db8::/32',
    pool: true,
  } as const;
  expect(parseKeyForm(form, NOW)).toEqual({
    ok: true,
    value: { expiresAt: null, mostUses: 25, networks: ['10.0.0.0/8', '2001:db8::/32'], pool: true },
  });
});

test.each([
  [{ mostUses: '0' }, 'mostUses'],
  [{ mostUses: 'many' }, 'mostUses'],
  [{ networks: '10.0.0.1' }, 'networks'],
  [{ networks: '10.0.0.0/99' }, 'networks'],
])('%j is refused at its field', (typed, field) => {
  expect(parseKeyForm({ ...BLANK_KEY, ...typed }, NOW)).toEqual({ ok: false, wrong: new Set([field]) });
});
