// Chance from a seed: the same seed and the same questions give the same answers, on every machine.
import { createHash } from 'node:crypto';

export interface Dice {
  /** a fraction in [0, 1) */
  fraction(): number;
  /** a whole number from `least` to `most`, both included */
  whole(least: number, most: number): number;
  /** true in this part of the cases */
  chance(part: number): boolean;
  pick<T>(choices: readonly T[]): T;
}

const WORD = 2 ** 32;

/** A number below 2^32 that depends on the seed and the name alone. */
export function seedOf(seed: number, name: string): number {
  return createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE(0);
}

/** mulberry32 (public domain): 32 bits of state are enough to draw a history. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / WORD;
  }
  const whole = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    whole,
    chance: (part) => fraction() < part,
    pick<T>(choices: readonly T[]): T {
      const choice = choices[whole(0, choices.length - 1)];
      if (choice === undefined) throw new Error('there is nothing to choose from');
      return choice;
    },
  };
}
