import { expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../../server/clock.ts';
import { createLimits, type Limits } from '../../../../server/limits/limits.ts';
import { RATES } from '../../../../server/limits/table.ts';
import { createClock, type MovableClock } from '../../../fakes/server/clock.ts';

const { most } = RATES.ticketsOfAgent;

function opened(mostKeys?: number): { clock: MovableClock; limits: Limits } {
  const clock = createClock();
  return { clock, limits: createLimits(clock, {}, mostKeys) };
}

function takeTicket(limits: Limits, key = 'agent'): number | 'ok' {
  const used = limits.take([{ rate: 'ticketsOfAgent', key }]);
  return used.ok ? 'ok' : (used.error.details?.retryAfterSeconds ?? Number.NaN);
}

test('the most is allowed at once, the next use waits, and each share of time gives one back', () => {
  const { clock, limits } = opened();
  for (let used = 0; used < most; used += 1) expect(takeTicket(limits)).toBe('ok');
  expect(takeTicket(limits)).toBe(60);
  clock.advance(59 * SECOND);
  expect(takeTicket(limits)).toBe(1);
  clock.advance(SECOND);
  expect(takeTicket(limits)).toBe('ok');
  expect(takeTicket(limits)).toBe(60);
});

test('a refused use costs nothing: who keeps trying does not wait longer', () => {
  const { clock, limits } = opened();
  for (let used = 0; used < most + 1000; used += 1) takeTicket(limits);
  clock.advance(MINUTE);
  expect(takeTicket(limits)).toBe('ok');
});

test('after a clock that was a day ahead is set right, nobody waits longer than before', () => {
  const { clock, limits } = opened();
  clock.advance(24 * HOUR);
  for (let used = 0; used < most; used += 1) takeTicket(limits);
  clock.advance(-24 * HOUR);
  expect(takeTicket(limits)).toBe(60);
  clock.advance(MINUTE);
  expect(takeTicket(limits)).toBe('ok');
});

test('one caller’s use takes nothing from another', () => {
  const { limits } = opened();
  for (let used = 0; used < most; used += 1) takeTicket(limits);
  expect(takeTicket(limits, 'other')).toBe('ok');
});

test('uses are counted together or not at all', () => {
  const { limits } = opened();
  for (let used = 0; used < most; used += 1) takeTicket(limits);
  const both = [
    { rate: 'ticketsOfRequester', key: 'requester' },
    { rate: 'ticketsOfAgent', key: 'agent' },
  ] as const;
  for (let tries = 0; tries < RATES.ticketsOfRequester.most; tries += 1) {
    expect(limits.take(both)).toMatchObject({ ok: false, error: { code: 'too-many-requests' } });
  }
  expect(limits.take([both[0]]).ok).toBe(true);
});

test('what is given back can be taken again', () => {
  const { limits } = opened();
  const charge = [{ rate: 'ticketsOfAgent', key: 'agent' }] as const;
  for (let asked = 0; asked < most + 1; asked += 1) {
    expect(limits.take(charge).ok).toBe(true);
    limits.giveBack(charge);
  }
  for (let used = 0; used < most; used += 1) expect(takeTicket(limits)).toBe('ok');
  expect(limits.take(charge)).toMatchObject({ ok: false, error: { code: 'too-many-requests' } });
});

test('a file larger than what is left is taken, and the next one waits for it', () => {
  const { limits, clock } = opened();
  const amount = 3 * RATES.uploadBytesOfAgent.most;
  const upload = () => limits.take([{ rate: 'uploadBytesOfAgent', key: 'agent', amount }]);
  expect(upload().ok).toBe(true);
  expect(upload()).toMatchObject({ ok: false, error: { details: { retryAfterSeconds: 2 * 3600 } } });
  clock.advance(2 * HOUR);
  expect(upload().ok).toBe(true);
});

test('callers without number do not make the memory grow, and a spent limit outlives idle ones', () => {
  const { clock, limits } = opened(100);
  for (let key = 0; key < 100; key += 1) takeTicket(limits, `idle-${key}`);
  clock.advance(2 * MINUTE);
  for (let used = 0; used < most; used += 1) takeTicket(limits);
  for (let key = 0; key < 99; key += 1) takeTicket(limits, `new-${key}`);
  expect(takeTicket(limits)).toBe(60);
});

test('an agent whose stream breaks once a minute all day opens it again each time, and syncs', () => {
  const { clock, limits } = opened();
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    expect(limits.take([{ rate: 'openedStreamsOfAgent', key: 'agent' }]).ok).toBe(true);
    for (let sync = 0; sync < 2; sync += 1)
      expect(limits.take([{ rate: 'syncsOfAgent', key: 'agent' }]).ok).toBe(true);
    clock.advance(MINUTE);
  }
});
