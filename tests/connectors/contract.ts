// The contract suite: tests that every connector must pass. What a backend cannot do must be declared.
import { afterEach, describe, test } from 'vitest';
import { actingContract } from './contract/acting.ts';
import { attachingContract } from './contract/attaching.ts';
import { checkingContract } from './contract/checking.ts';
import { clockContract } from './contract/clocks.ts';
import { creatingContract } from './contract/creating.ts';
import { declaringContract } from './contract/declaring.ts';
import { doublingContract } from './contract/doubling.ts';
import { failingContract } from './contract/failing.ts';
import { lookingUpContract } from './contract/looking-up.ts';
import { pagingContract } from './contract/paging.ts';
import { readingContract } from './contract/reading.ts';
import { staffingContract } from './contract/staffing.ts';
import { openStage } from './contract/stage.ts';
import { type Contract, lackingOf } from './contract/suite.ts';
import { textContract } from './contract/texts.ts';
import { writingContract } from './contract/writing.ts';
import type { Harness } from './harness.ts';

type Part = (contract: Contract) => void;

/** The parts that also run against real systems: they create few tickets and set no clock. */
export const SHORT: readonly Part[] = [
  creatingContract,
  writingContract,
  attachingContract,
  textContract,
  failingContract,
  doublingContract,
  actingContract,
  staffingContract,
  readingContract,
  lookingUpContract,
  checkingContract,
];

const WHOLE: readonly Part[] = [...SHORT, pagingContract, clockContract];

/**
 * Every test opens its own harness. Another one is opened first, to read what backend and harness can do: a test that needs
 * more is not run, and the test "says what it cannot do" prints its name with the reason.
 */
export function connectorContract(
  name: string,
  openHarness: () => Promise<Harness>,
  parts: readonly Part[] = WHOLE,
): void {
  describe(`${name} as a connector`, async () => {
    const open = new Set<Harness>();
    afterEach(async () => {
      const left = [...open];
      open.clear();
      for (const harness of left) await harness.close();
    });
    const probe = await openHarness();
    const { capabilities } = probe.connector;
    const lacking = lackingOf(probe);
    await probe.close();
    const notRun = new Map<string, string[]>();

    const contract: Contract = {
      capabilities,
      test(title, needs, body, timeout) {
        const reason = needs.map(lacking).find((why) => why !== null);
        if (reason) notRun.set(reason, [...(notRun.get(reason) ?? []), title]);
        else test(title, runOn(openHarness, open, body), timeout);
      },
    };
    for (const part of parts) part(contract);
    declaringContract(contract, notRun);
  });
}

function runOn(
  openHarness: () => Promise<Harness>,
  open: Set<Harness>,
  body: Parameters<Contract['test']>[2],
): () => Promise<void> {
  return async () => {
    const harness = await openHarness();
    open.add(harness);
    await body(openStage(harness));
  };
}
