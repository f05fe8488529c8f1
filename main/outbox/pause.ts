// Commands that the server will take later: how long they wait, so that nothing else waits behind them.
import { z } from 'zod';
import { DAY, SECOND } from '../../contract/clock.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { Instant } from '../../contract/primitives.ts';

/** The server has taken so much that it takes this command again only at `until`. */
export const Pause = z.object({ from: Instant, until: Instant });
export type Pause = z.infer<typeof Pause>;

/** A server that is wrong about the time must not stop a command for good. */
const LONGEST = DAY;

/** Returns how long to wait after this answer of the server; null where the answer does not say when to try again. */
export function pauseFor({ code, details }: GuichetError, now: Date): Pause | null {
  const wait = (details?.retryAfterSeconds ?? 0) * SECOND;
  if (code !== 'too-many-requests' || wait === 0) return null;
  const until = new Date(now.getTime() + Math.min(wait, LONGEST));
  return { from: now.toISOString(), until: until.toISOString() };
}

/** Before `from` it does not count: somebody has set the computer's clock back. */
export function isPaused(pause: Pause | null, now: Date): boolean {
  const at = now.toISOString();
  return pause !== null && pause.from <= at && at < pause.until;
}
