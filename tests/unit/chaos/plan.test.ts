import { expect, test } from 'vitest';
import { createDice } from '../../chaos/dice.ts';
import { drawFaults } from '../../chaos/faults.ts';
import { makePlan, type Plan } from '../../chaos/plan.ts';

const OPTIONS = { servers: 1, onPostgres: false };
const planned = (count: number) => Array.from({ length: count }, (_, seed) => makePlan(seed, OPTIONS));

test('the same seed plans the same history, another seed another one', () => {
  expect(makePlan(7, OPTIONS)).toEqual(makePlan(7, OPTIONS));
  expect(makePlan(8, OPTIONS)).not.toEqual(makePlan(7, OPTIONS));
});

test('among many histories are both desks, two agents, and each harm to each kind of process', () => {
  const plans = planned(400);
  expect(new Set(plans.map(({ desk }) => desk))).toEqual(new Set(['built-in', 'elsewhere']));
  expect(plans.some(({ scripts }) => scripts.length === 2)).toBe(true);
  const harms = new Set(
    plans.flatMap((plan) => plan.harms.map(({ place, fault }) => `${place.kind} ${fault}`)),
  );
  expect(harms.size).toBe(11);
});

test('on PostgreSQL the servers’ database is neither filled nor locked from outside', () => {
  const ofServer = ({ harms }: Plan) => harms.filter(({ place }) => place.kind === 'server');
  const plans = Array.from({ length: 400 }, (_, seed) => makePlan(seed, { servers: 2, onPostgres: true }));
  const faults = new Set(plans.flatMap((plan) => ofServer(plan).map(({ fault }) => fault)));
  expect(faults).toEqual(new Set(['kill', 'clock-ahead', 'clock-behind']));
});

test('the faults of a line depend on the seed and their number, and end when they are stopped', () => {
  const draw = () => {
    const counted: string[] = [];
    const faults = drawFaults({ seed: 3, name: 'line', part: 0.5 }, ['a', 'b'] as const, (fault) =>
      counted.push(fault),
    );
    const drawn = Array.from({ length: 40 }, () => faults.next());
    faults.stop();
    return { drawn, counted, after: faults.next() };
  };
  expect(draw()).toEqual(draw());
  expect(draw().counted).toEqual(draw().drawn.filter((fault) => fault !== null));
  expect(draw().counted.length).toBeGreaterThan(0);
  expect(draw().after).toBeNull();
});

test('dice fall evenly enough, and within their bounds', () => {
  const dice = createDice(1);
  const fallen = Array.from({ length: 6000 }, () => dice.whole(1, 6));
  for (const side of [1, 2, 3, 4, 5, 6])
    expect(fallen.filter((one) => one === side).length).toBeGreaterThan(800);
  expect(Math.min(...fallen)).toBe(1);
  expect(Math.max(...fallen)).toBe(6);
});
