// Limits of a transaction that is tried again: only what the last try took is taken.
import { expect, test } from 'vitest';
import { createLimits } from '../../../../server/limits/limits.ts';
import { limitsOfTries } from '../../../../server/limits/limits-of-tries.ts';
import { createClock } from '../../../fakes/server/clock.ts';

const CHARGE = [{ rate: 'ticketsOfAgent', key: 'agent' }] as const;
const limitsOf = (most: number) => createLimits(createClock(), { ticketsOfAgent: { most, per: 60_000 } });

test('a transaction of several tries takes once', () => {
  const all = limitsOf(2);
  const limits = limitsOfTries(all);
  for (let tries = 0; tries < 5; tries += 1) {
    limits.begin();
    expect(limits.take(CHARGE).ok).toBe(true);
  }
  expect(all.take(CHARGE).ok).toBe(true);
  expect(all.take(CHARGE).ok).toBe(false);
});

test('what a try gave back itself is not given back twice', () => {
  const all = limitsOf(1);
  const limits = limitsOfTries(all);
  limits.begin();
  limits.take(CHARGE);
  limits.giveBack(CHARGE);
  expect(all.take(CHARGE).ok).toBe(true);
  limits.begin();
  expect(all.take(CHARGE).ok).toBe(false);
});

test('a transaction that fails takes nothing', async () => {
  const all = limitsOf(1);
  const limits = limitsOfTries(all);
  const failing = async () => {
    limits.begin();
    limits.take(CHARGE);
    throw new Error('the disk is full');
  };
  await expect(limits.keptBy(failing())).rejects.toThrow('the disk is full');
  expect(all.take(CHARGE).ok).toBe(true);
});
