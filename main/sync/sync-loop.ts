// Schedules sync rounds: one at a time, kicks coalesced, backoff after failures, and polls at the pace the server told.
import { HOUR, SECOND } from '../../contract/clock.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { nextDelay } from '../../contract/next-delay.ts';
import type { Pace } from '../../contract/pace.ts';
import type { EventStream } from '../http/events.ts';
import { RETRY_DELAYS } from '../http/retry-delays.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { storageFailureOf } from '../support/storage-failure.ts';
import type { RoundOutcome } from './sync-round.ts';
import { untilPoll, untilReturn, untilUnawaitedRetry } from './waits.ts';

/** The longest wait that a server may ask for, in milliseconds. */
const LONGEST_ASKED_MS = HOUR;

export interface SyncLoop {
  /** Syncs now, whatever the current delay: a person waits for it, or the network may be back. */
  kick(): void;
  /** Syncs now: the server has news. */
  news(): void;
  /** The event stream has ended: comes back after a while, drawn so that the agents of a server do not come together. */
  streamLost(): void;
  /** Whether a round is running. */
  isRunning(): boolean;
  stop(): void;
}

interface SyncLoopParts {
  round(): Promise<RoundOutcome>;
  stream: Pick<EventStream, 'isOpen' | 'open'>;
  /** the pace of the last answer */
  pace(): Pace;
  clock: Clock;
  chance: Chance;
  log: Log;
  /** called after each round, with the error to retry for, or null when the server answered */
  onRound(error: GuichetError | null): void;
}

/** Nothing is done before the first kick. */
export function createSyncLoop(parts: SyncLoopParts): SyncLoop {
  const { round, stream, pace, clock, chance, log, onRound } = parts;
  let running = false;
  let requested = false;
  let stopped = false;
  let failures = 0;
  let rounds = 0;
  /** whether a kick is not yet answered */
  let isAwaited = false;
  /** whether the server answered a round, and its event stream did not open after it */
  let isStreamMissing = false;
  let isMissingNoted = false;
  let timer = { dueAt: Number.POSITIVE_INFINITY, cancel: () => {} };

  function request(): void {
    failures = 0;
    requested = true;
    timer.cancel();
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
    rounds += 1;
    const outcome = await round().catch((bug: unknown): RoundOutcome => {
      // Not a bug: after a stop, a round may find the database closed, and a disk that fails is told where it is watched.
      const failure = storageFailureOf(bug);
      if (!stopped && !failure) log.error('a sync round failed', bug);
      return { next: 'retry', error: { code: failure ?? 'internal' } };
    });
    if (stopped) return;
    report(outcome.next === 'retry' ? outcome.error : null);
    if (outcome.next === 'again') requested = true;
    if (requested) return;
    failures = outcome.next === 'retry' ? failures + 1 : 0;
    if (failures === 0) noteMissingStream();
    wakeIn(failures === 0 ? untilNext() : Math.max(untilRetry(outcome), askedWait(outcome)));
    if (failures === 0) isAwaited = false;
  }

  /** What a person sent has an answer soon, such as its number. Without a stream it would come with the next poll only. */
  function untilNext(): number {
    if (isAwaited && !stream.isOpen()) return nextDelay(1, chance.fraction(), RETRY_DELAYS);
    return untilPoll(pace(), stream.isOpen(), chance.fraction());
  }

  /** Showing the outcome may fail when a window has just closed; syncing continues. */
  function report(error: GuichetError | null): void {
    try {
      onRound(error);
    } catch (bug) {
      log.error('the outcome of a round could not be shown', bug);
    }
  }

  /** What a person waits for is tried again soon, and so is what the server holds. */
  function untilRetry(outcome: RoundOutcome): number {
    const isHeld = outcome.next === 'retry' && outcome.error === null;
    if (isAwaited || isHeld) return nextDelay(failures, chance.fraction(), RETRY_DELAYS);
    return untilUnawaitedRetry(pace(), failures, chance.fraction());
  }

  function wakeIn(ms: number): void {
    timer.cancel();
    const cancel = clock.after(ms, () => {
      timer.dueAt = Number.POSITIVE_INFINITY;
      void wake();
    });
    timer = { dueAt: clock.now().getTime() + ms, cancel };
  }

  /** Once: a proxy that keeps streams back does so for long, and nothing else would tell why news come with polls alone. */
  function noteMissingStream(): void {
    if (!isStreamMissing || isMissingNoted) return;
    isMissingNoted = true;
    log.warn('the server answers, but its event stream does not open: news come with the next poll');
  }

  async function opensStream(): Promise<boolean> {
    const wasAnswered = rounds > 0 && failures === 0;
    const isOpen = await stream.open();
    isStreamMissing = !isOpen && wasAnswered;
    if (isOpen) isMissingNoted = false;
    return isOpen;
  }

  /** A stream that opens brings a sync with its first event. Where none opens, the agent polls. */
  async function wake(): Promise<void> {
    const before = rounds;
    if (!stream.isOpen() && ((await opensStream()) || rounds !== before)) return;
    requested = true;
    void run();
  }

  return {
    kick() {
      isAwaited = true;
      request();
    },
    news: request,
    streamLost() {
      const delay = untilReturn(pace(), chance.fraction());
      // the round that is running, or an earlier wake, opens the stream again
      if (!running && !stopped && clock.now().getTime() + delay < timer.dueAt) wakeIn(delay);
    },
    isRunning: () => running,
    stop() {
      stopped = true;
      timer.cancel();
    },
  };
}

/** Milliseconds that the server asked this agent to wait; a kick comes before that. */
function askedWait(outcome: RoundOutcome): number {
  const seconds = outcome.next === 'retry' ? outcome.error?.details?.retryAfterSeconds : undefined;
  return Math.min((seconds ?? 0) * SECOND, LONGEST_ASKED_MS);
}
