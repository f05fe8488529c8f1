// Schedules sync rounds: one at a time, kicks coalesced, backoff after failures, and a poll every minute.
import { HOUR, SECOND } from '../../contract/clock.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { nextDelay } from '../../contract/next-delay.ts';
import { RETRY_DELAYS } from '../http/retry-delays.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import type { RoundOutcome } from './sync-round.ts';

const POLL_MS = 60_000;
/** The longest wait that a server may ask for, in milliseconds. */
const LONGEST_ASKED_MS = HOUR;

export interface SyncLoop {
  /** Syncs now, whatever the current delay: there is something to send or fetch, or the network may be back. */
  kick(): void;
  /** Whether a round is running. */
  isRunning(): boolean;
  stop(): void;
}

/** Nothing is done before the first kick. */
export function createSyncLoop(parts: {
  round(): Promise<RoundOutcome>;
  clock: Clock;
  chance: Chance;
  log: Log;
  /** called after each round, with the error to retry for, or null when the server answered */
  onRound(error: GuichetError | null): void;
}): SyncLoop {
  const { round, clock, chance, log, onRound } = parts;
  let running = false;
  let requested = false;
  let stopped = false;
  let failures = 0;
  let cancelTimer = () => {};

  function kick(): void {
    failures = 0;
    requested = true;
    cancelTimer();
    void run();
  }

  async function run(): Promise<void> {
    if (running || stopped) return;
    running = true;
    while (requested && !stopped) {
      requested = false;
      await oneRound();
    }
    running = false;
  }

  async function oneRound(): Promise<void> {
    const outcome = await round().catch((bug: unknown): RoundOutcome => {
      // Not a bug: after a stop, a round may find the database closed.
      if (!stopped) log.error('a sync round failed', bug);
      return { next: 'retry', error: { code: 'internal' } };
    });
    if (stopped) return;
    report(outcome.next === 'retry' ? outcome.error : null);
    if (outcome.next === 'again') requested = true;
    if (requested) return;
    failures = outcome.next === 'retry' ? failures + 1 : 0;
    wakeIn(
      failures === 0
        ? POLL_MS
        : Math.max(nextDelay(failures, chance.fraction(), RETRY_DELAYS), askedWait(outcome)),
    );
  }

  /** Showing the outcome may fail when a window has just closed; syncing continues. */
  function report(error: GuichetError | null): void {
    try {
      onRound(error);
    } catch (bug) {
      log.error('the outcome of a round could not be shown', bug);
    }
  }

  function wakeIn(ms: number): void {
    cancelTimer = clock.after(ms, () => {
      requested = true;
      void run();
    });
  }

  return {
    kick,
    isRunning: () => running,
    stop() {
      stopped = true;
      cancelTimer();
    },
  };
}

/** Milliseconds that the server asked this agent to wait; a kick comes before that. */
function askedWait(outcome: RoundOutcome): number {
  const seconds = outcome.next === 'retry' ? outcome.error?.details?.retryAfterSeconds : undefined;
  return Math.min((seconds ?? 0) * SECOND, LONGEST_ASKED_MS);
}
