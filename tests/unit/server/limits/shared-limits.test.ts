import { expect, test } from 'vitest';
import { HOUR } from '../../../../server/clock.ts';
import { createLimits } from '../../../../server/limits/limits.ts';
import { shareLimits } from '../../../../server/limits/shared-limits.ts';
import { createClock } from '../../../fakes/server/clock.ts';

const CHARGE = { rate: 'ticketsOfAgent', key: 'agent' } as const;

/** Servers that tell each other what they counted; each has 20 tickets an hour for an agent. */
function servers(count: number, clock = createClock()) {
  const all = Array.from({ length: count }, () => {
    const counted = createLimits(clock, { ticketsOfAgent: { most: 20, per: HOUR } });
    return { counted, ...shareLimits(counted) };
  });
  return {
    clock,
    all,
    tell() {
      for (const teller of all) {
        const news = teller.news();
        for (const { counted } of all) if (counted !== teller.counted) counted.count(news);
      }
    },
    take: (index: number) => all[index]?.take([CHARGE]).ok ?? false,
  };
}

test('what one server counted is used up at the other', () => {
  const { take, tell } = servers(2);
  let taken = 0;
  for (let tries = 0; tries < 60; tries += 1) {
    if (take(tries % 2)) taken += 1;
    tell();
  }
  expect(taken).toBe(20);
});

test('who does little is not told about, and who used a tenth is told once', () => {
  const { all, take } = servers(2);
  take(0);
  expect(all[0]?.news()).toEqual([]);
  take(0);
  expect(all[0]?.news()).toEqual([{ ...CHARGE, amount: 2 }]);
  expect(all[0]?.news()).toEqual([]);
});

test('until it is told, each server allows the whole rate, and not more', () => {
  const { take, tell } = servers(3);
  let taken = 0;
  for (let tries = 0; tries < 90; tries += 1) if (take(tries % 3)) taken += 1;
  expect(taken).toBe(60);
  tell();
  expect([0, 1, 2].map(take)).toEqual([false, false, false]);
});

test('what is given back is given back at every server', () => {
  const { all, take, tell } = servers(2);
  for (let tickets = 0; tickets < 20; tickets += 1) take(0);
  tell();
  expect(take(1)).toBe(false);
  all[0]?.giveBack([CHARGE, CHARGE]);
  tell();
  expect([take(1), take(1), take(1)]).toEqual([true, true, false]);
});

test('who has the whole rate again is forgotten, and nothing is told', () => {
  const { all, clock, take } = servers(2);
  take(0);
  clock.advance(HOUR);
  expect(all[0]?.news()).toEqual([]);
  take(0);
  expect(all[0]?.news()).toEqual([]);
});
