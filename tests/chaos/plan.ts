// What happens in a history: everything is drawn from its seed before it begins.

import { createDice, type Dice, seedOf } from './dice.ts';
import { PROCESS_FAULTS, type ProcessFault, type Weather } from './faults.ts';
import type { ToSend } from './person.ts';
import { AGENT_STEPS, type Moment, SERVER_STEPS } from './steps.ts';

/** A process of a history. */
interface Place {
  kind: 'agent' | 'server';
  index: number;
}

/** What is done to a process, from `at` on and for `lasts`, in milliseconds. */
export interface Harm {
  place: Place;
  fault: ProcessFault;
  at: number;
  lasts: number;
  /** of a kill: the step at which it dies; null: whatever it is doing */
  moment: Moment | null;
}

export interface Plan {
  seed: number;
  /** the built-in desk, or one that is asked over HTTP */
  desk: 'built-in' | 'elsewhere';
  servers: number;
  /** what each agent sends, one thing after the other, each after a pause in milliseconds */
  scripts: readonly (readonly (ToSend & { pause: number })[])[];
  /** what technicians write, at a moment in milliseconds or once the ticket is there */
  replies: readonly { at: number; ticket: string; text: string }[];
  harms: readonly Harm[];
  weather: Weather;
}

const LARGE = 1_300_000;
/** The faults come within this time, in milliseconds. */
const STORM = 500;

export interface PlanOptions {
  servers: number;
  /** databases of these servers cannot be locked or filled from outside */
  onPostgres: boolean;
}

export function makePlan(seed: number, { servers, onPostgres }: PlanOptions): Plan {
  const dice = createDice(seedOf(seed, 'plan'));
  const agents = dice.chance(0.3) ? 2 : 1;
  const count = dice.whole(1, 3);
  const tickets = Array.from({ length: count }, (_, index) => ({
    title: `T${index}`,
    by: dice.whole(0, agents - 1),
  }));
  const scripts: (ToSend & { pause: number })[][] = Array.from({ length: agents }, () => []);
  for (const { title, by } of tickets)
    scripts[by]?.push({
      kind: 'ticket',
      text: title,
      ticket: title,
      files: filesOf(dice, title),
      pause: pauseOf(dice),
    });
  for (let index = dice.whole(0, 5); index > 0; index -= 1) {
    const { title } = dice.pick(tickets);
    const text = `${title} comment ${index}`;
    const files = dice.chance(0.3) ? filesOf(dice, text) : [];
    dice.pick(scripts).push({ kind: 'comment', text, ticket: title, files, pause: pauseOf(dice) });
  }
  const replies = Array.from({ length: dice.whole(0, 2) }, (_, index) => {
    const { title } = dice.pick(tickets);
    return { at: dice.whole(100, STORM), ticket: title, text: `${title} reply ${index}` };
  });
  return {
    seed,
    desk: dice.chance(0.6) ? 'elsewhere' : 'built-in',
    servers,
    scripts,
    replies,
    harms: Array.from({ length: dice.whole(0, 3) }, () => harmOf(dice, agents, servers, onPostgres)),
    weather: { line: dice.pick([0, 0.1, 0.25]), desk: dice.pick([0, 0.15, 0.35]) },
  };
}

const pauseOf = (dice: Dice) => dice.whole(0, 60);

function filesOf(dice: Dice, owner: string): ToSend['files'] {
  return Array.from({ length: dice.pick([0, 0, 1, 2]) }, (_, index) => ({
    name: `${owner.replaceAll(' ', '-')}-${index}.bin`,
    size: dice.chance(0.1) ? LARGE : dice.whole(1, 20_000),
    seed: dice.whole(0, 2 ** 31),
  }));
}

function harmOf(dice: Dice, agents: number, servers: number, onPostgres: boolean): Harm {
  const kind = dice.chance(0.55) ? 'agent' : 'server';
  const index = dice.whole(0, (kind === 'agent' ? agents : servers) - 1);
  const drawn = dice.chance(0.6) ? 'kill' : dice.pick(PROCESS_FAULTS);
  const isOfFile = drawn === 'disk-full' || drawn === 'locked' || drawn === 'restored';
  const isPossible = kind === 'agent' ? drawn !== 'restored' : !(onPostgres && isOfFile);
  const fault = isPossible ? drawn : 'kill';
  const step = dice.pick(kind === 'agent' ? AGENT_STEPS : SERVER_STEPS);
  const moment = { step, side: dice.pick(['before', 'after'] as const), nth: dice.pick([1, 1, 2, 3]) };
  return {
    place: { kind, index },
    fault,
    // a step that is named is waited for
    at: dice.whole(0, fault === 'kill' ? STORM / 3 : STORM),
    lasts: dice.whole(20, 250),
    moment: fault === 'kill' && dice.chance(0.7) ? moment : null,
  };
}
