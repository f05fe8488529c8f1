import { expect, test } from 'vitest';
import { createWheel } from '../../load/wheel.ts';

/** Longer than one turn of the wheel, in milliseconds. */
const HOUR = 3_600_000;

/** Advances in steps and returns who was due, with the time of the step. */
function dueUntil(wheel: ReturnType<typeof createWheel>, end: number, step = 20): [number, number][] {
  const due: [number, number][] = [];
  for (let now = step; now <= end; now += step) wheel.advance(now, (agent) => due.push([now, agent]));
  return due;
}

test('each agent is due once, at its time, within a tick', () => {
  const wheel = createWheel(3);
  wheel.set(0, 100);
  wheel.set(1, 45);
  wheel.set(2, 100);
  expect(dueUntil(wheel, 1000)).toEqual([
    [60, 1],
    [100, 2],
    [100, 0],
  ]);
});

test('a later time replaces the one before, also between others of the same moment', () => {
  const wheel = createWheel(3);
  for (const agent of [0, 1, 2]) wheel.set(agent, 40);
  wheel.set(1, 80);
  expect(wheel.dueAt(1)).toBe(80);
  expect(dueUntil(wheel, 200).map(([now, agent]) => `${agent} at ${now}`)).toEqual([
    '2 at 40',
    '0 at 40',
    '1 at 80',
  ]);
});

test('what is due after more than a turn is not due before', () => {
  const wheel = createWheel(2);
  wheel.set(0, HOUR);
  wheel.set(1, 100);
  expect(dueUntil(wheel, HOUR + 1000, 1000)).toEqual([
    [1000, 1],
    [HOUR, 0],
  ]);
});

test('a time that has passed is the next one', () => {
  const wheel = createWheel(1);
  wheel.advance(500, () => {});
  wheel.set(0, 100);
  const due: number[] = [];
  wheel.advance(520, (agent) => due.push(agent));
  expect(due).toEqual([0]);
});

test('an agent that sets its next time while it is due waits for that', () => {
  const wheel = createWheel(1);
  wheel.set(0, 20);
  const at: number[] = [];
  for (let now = 20; now <= 200; now += 20)
    wheel.advance(now, (agent) => {
      at.push(now);
      wheel.set(agent, now + 60);
    });
  expect(at).toEqual([20, 80, 140, 200]);
});

test('an agent that is not due has no time', () => {
  const wheel = createWheel(1);
  expect(wheel.dueAt(0)).toBe(Number.POSITIVE_INFINITY);
  wheel.set(0, 20);
  wheel.advance(20, () => {});
  expect(wheel.dueAt(0)).toBe(Number.POSITIVE_INFINITY);
});
