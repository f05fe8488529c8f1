// The policy in force, read at start and every minute, so that a change needs no restart.
import { isDeepStrictEqual } from 'node:util';
import type { Result } from '../../contract/result.ts';
import type { Clock } from '../support/clock.ts';
import type { Deployment } from './deployment.ts';
import type { LocalPolicy } from './policy.ts';
import type { PolicyValues } from './policy-values.ts';

/** A read takes two registry reads, well under a millisecond; group policy itself refreshes every 90 minutes. */
const READ_AGAIN_MS = 60_000;

export interface DevicePolicy {
  deployment: Result<Deployment>;
  local: LocalPolicy;
}

export interface PolicyInForce {
  now(): DevicePolicy;
  /** Calls `onLook` after each read, with the former policy when it has changed, else null. */
  watch(clock: Clock, onLook: (before: DevicePolicy | null) => void): void;
}

/** Resolves after the first read. `parse` is only called for values that differ. */
export async function openPolicy(
  read: () => Promise<PolicyValues>,
  parse: (values: PolicyValues) => DevicePolicy,
): Promise<PolicyInForce> {
  let values = await read();
  let inForce = parse(values);

  async function readAgain(): Promise<DevicePolicy | null> {
    const found = await read();
    if (isDeepStrictEqual(found, values)) return null;
    const before = inForce;
    values = found;
    inForce = parse(found);
    return isDeepStrictEqual(before, inForce) ? null : before;
  }

  return {
    now: () => inForce,
    watch(clock, onLook) {
      const again = () => clock.after(READ_AGAIN_MS, () => void readAgain().then(onLook).finally(again));
      again();
    },
  };
}
