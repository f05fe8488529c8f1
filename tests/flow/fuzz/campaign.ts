// Runs a number of inputs from a seed. CI takes a fresh seed; `npm run fuzz` says how many inputs, and from which seed.
import fc from 'fast-check';

/** Printed with every failure: the same seed makes the same inputs. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
/** Inputs of all fuzz tests together. What CI can afford: about half a minute. */
const TOTAL = Number(process.env.FUZZ_INPUTS ?? 15_000);
/** For one fuzz test, however many inputs it has. */
export const PATIENCE = 3_600_000;

/** Returns how many inputs a part of the campaign gets. */
export function inputsFor(share: number, among: number): number {
  return Math.max(1, Math.round((TOTAL * share) / among));
}

/** Gives each input to `run`, which throws for a wrong outcome. Throws with the smallest input that fails. */
export async function fuzz<T>(
  name: string,
  count: number,
  inputs: fc.Arbitrary<T>,
  run: (input: T) => Promise<void> | void,
): Promise<void> {
  const property = fc.asyncProperty(inputs, async (input) => run(input));
  const details = await fc.check(property, { seed: SEED, numRuns: count, endOnFailure: false });
  if (!details.failed) return;
  const { counterexample, errorInstance, seed, counterexamplePath, numShrinks } = details;
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const input = fc.stringify(counterexample?.[0]).slice(0, 3_000);
  throw new Error(
    `${name} fails (FUZZ_SEED=${seed}, path ${counterexamplePath}, shrunk ${numShrinks} times):\n${reason}\ninput: ${input}`,
  );
}

/** What happened in a part of the campaign, for its summary. */
export interface Tally {
  count(outcome: string): void;
  print(): void;
}

export function createTally(name: string): Tally {
  const outcomes = new Map<string, number>();
  let sum = 0;
  return {
    count(outcome) {
      sum += 1;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    },
    print() {
      const shares = [...outcomes].sort(([, one], [, other]) => other - one);
      const text = shares.map(([outcome, number]) => `${outcome} ${number}`).join(', ');
      console.log(`fuzz of ${name}: ${sum} inputs from seed ${SEED}: ${text}`);
    },
  };
}
