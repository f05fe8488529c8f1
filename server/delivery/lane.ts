// The lane of one backend: delivers several links in parallel, one delivery per link; pauses when the breaker opens.
import type { FastifyBaseLogger } from 'fastify';
import { type Clock, HOUR, instantFrom, MINUTE, SECOND } from '../clock.ts';
import type { Failure } from '../connectors/connector.ts';
import { isDatabaseAway } from '../storage/dialect/database-failure.ts';
import type { Database, Row } from '../storage/schema.ts';
import {
  afterAnswer,
  afterBarred,
  afterFailure,
  type Breaker,
  barsAll,
  CLOSED,
  probeNow,
  stateOf,
} from './breaker.ts';
import { bringNear, claim, claimProbe, earliestDue, makeDue, requeueSending } from './claims.ts';
import type { Attempted } from './deliver-here.ts';
import { earliestDoubt } from './doubles.ts';
import { pauseOf } from './limits.ts';

/** Pause after an error of our own, such as a full disk. */
const PAUSE = 10 * SECOND;
/** The same while the database is away: it may be back at once, and is asked for nothing but a connection. */
const AWAY_PAUSE = SECOND;

/** No delivery waits longer for its next try: what is due later was put there by a clock that was ahead. */
const LONGEST_WAIT = HOUR + MINUTE;

export interface Lane {
  /** Looks for due deliveries. Returns at once. */
  kick(): void;
  /** Makes waiting deliveries due now, after the backend was repaired. With an open breaker, one delivery probes it. */
  tryNow(): Promise<void>;
  /** Finishes the running deliveries and starts no more. */
  stop(): Promise<void>;
}

interface LaneParts {
  db: Database;
  clock: Clock;
  log: FastifyBaseLogger;
  backendId: string;
  /** number of links delivered in parallel */
  parallel: number;
  /** Resolves once the outcome is stored; the failure, or null. `isProbe`: it shows whether the backend is back. */
  deliver(delivery: Row<'delivery'>, isProbe: boolean): Promise<Failure | null>;
  /** ids of deliveries whose failures are their own: each keeps its delay when the backend is back */
  failedAlone(): readonly string[];
  /** for a desk in our own database: carries out due deliveries, and returns their outcomes */
  deliverHere: (() => Promise<readonly Attempted[]>) | null;
  /**
   * Asks the backend about deliveries that it may have carried out twice, where they are due. Returns the one at which it refused
   * Guichet itself, after which nothing more was asked; null for none.
   */
  lookForDoubles(): Promise<Attempted | null>;
  /** called when the backend is left alone until an instant, in milliseconds since 1970, or no longer: 0 */
  onBreaker(retryAt: number): void;
  /**
   * Until then, in milliseconds since 1970, what is `sending` may still be sent by the server that led before. In the past
   * for a server without others.
   */
  formerUntil: number;
}

export function createLane(parts: LaneParts): Lane {
  const { db, clock, log, backendId, deliver, failedAlone, deliverHere, lookForDoubles, formerUntil } = parts;
  const running = new Map<string, Promise<void>>();
  const gate = createGate(parts);
  let filling: Promise<void> | null = null;
  let isKicked = false;
  let isStopped = false;
  let mayBeHalfSent = true;
  let cancelTimer = () => {};

  async function fill(): Promise<void> {
    while (isKicked && !isStopped) {
      isKicked = false;
      if (mayBeHalfSent && gate.allowance() > 0 && clock.now().getTime() >= formerUntil) {
        await requeueSending(db, clock, backendId, [...running.keys()]);
        mayBeHalfSent = false;
      }
      if (deliverHere) {
        if (gate.allowance() > 0)
          for (const { delivery, failure } of await deliverHere()) gate.record(failure, delivery.linkId);
        continue;
      }
      while (!isStopped && running.size < gate.allowance()) {
        const isProbe = gate.isProbing();
        const delivery = await (isProbe ? claimProbe : claim)(db, clock, backendId);
        if (!delivery) break;
        running.set(delivery.id, run(delivery, isProbe));
      }
      if (isStopped || gate.allowance() === 0) continue;
      const refused = await lookForDoubles();
      if (refused) gate.record(refused.failure, refused.delivery.linkId);
    }
    await scheduleNext();
  }

  async function run(delivery: Row<'delivery'>, isProbe: boolean): Promise<void> {
    try {
      const isBack = gate.record(await deliver(delivery, isProbe), delivery.linkId);
      if (isBack) await makeDue(db, clock, backendId, failedAlone());
    } catch (failure) {
      pauseAfterError(failure);
    } finally {
      running.delete(delivery.id);
      kick();
    }
  }

  /** Pauses the lane after an error of our own; deliveries left in `sending` have an unknown outcome and are requeued. */
  function pauseAfterError(failure: unknown): void {
    log.error({ err: failure, backend: backendId }, 'the delivery worker failed and will start again');
    mayBeHalfSent = true;
    gate.pause(isDatabaseAway(failure) ? AWAY_PAUSE : PAUSE);
  }

  /** Sets the timer for the next due delivery, unless the lane is full: then the end of a running one wakes it. */
  async function scheduleNext(): Promise<void> {
    cancelTimer();
    if (running.size > 0 && running.size >= gate.allowance()) return;
    // a desk in our own database is never in doubt
    const doubtAt = deliverHere ? null : await earliestDoubt(db, backendId);
    const latest = instantFrom(clock, LONGEST_WAIT);
    const dueAt = await earliestDue(db, backendId);
    if ([dueAt, doubtAt].some((instant) => instant !== null && instant > latest)) {
      await bringNear(db, clock, { backendId, latest });
      return kick();
    }
    const due = [dueAt, doubtAt];
    const instants = [
      ...(mayBeHalfSent ? [formerUntil] : []),
      ...due.flatMap((instant) => (instant === null ? [] : Date.parse(instant))),
    ];
    if (instants.length > 0) wakeAt(Math.max(Math.min(...instants), gate.opensAt()));
  }

  function wakeAt(instant: number): void {
    cancelTimer();
    const wait = Math.min(Math.max(0, instant - clock.now().getTime()), LONGEST_WAIT);
    if (!isStopped) cancelTimer = clock.after(wait, kick);
  }

  function kick(): void {
    isKicked = true;
    if (isStopped || filling) return;
    filling = fill()
      .catch((failure: unknown) => {
        pauseAfterError(failure);
        wakeAt(gate.opensAt());
      })
      .finally(() => {
        filling = null;
        // a kick after the last query must not be lost
        if (isKicked) kick();
      });
  }

  return {
    kick,
    async tryNow() {
      gate.tryNow();
      await makeDue(db, clock, backendId);
      kick();
    },
    async stop() {
      isStopped = true;
      cancelTimer();
      await filling;
      await Promise.all(running.values());
    },
  };
}

/** Limits the number of parallel deliveries by the breaker and by Retry-After pauses. */
function createGate({ clock, parallel, onBreaker }: LaneParts) {
  let breaker: Breaker = CLOSED;
  /** it was left alone, and has carried out nothing since */
  let isAlone = false;
  let paused = { from: 0, until: 0 };
  const now = () => clock.now().getTime();
  /** Before it began a pause does not count: the clock was ahead, and has been set right. */
  const isPaused = () => now() >= paused.from && now() < paused.until;

  function set(next: Breaker): void {
    const isNews = next.retryAt !== breaker.retryAt;
    if (next.pause > 0) isAlone = true;
    breaker = next;
    if (isNews) onBreaker(next.retryAt);
  }

  function breakerAfter(failure: Failure | null, linkId: string): Breaker {
    switch (failure?.kind) {
      case 'unreachable':
        return failure.answers ? afterAnswer(breaker, now()) : afterFailure(breaker, linkId, now());
      case 'barred':
        return barsAll(failure) ? afterBarred(breaker, now()) : afterFailure(breaker, linkId, now());
      default:
        return CLOSED;
    }
  }

  function pause(milliseconds: number): void {
    const until = now() + milliseconds;
    paused = { from: now(), until: isPaused() ? Math.max(paused.until, until) : until };
  }

  return {
    pause,
    tryNow: () => set(probeNow(breaker, now())),
    /** in milliseconds since 1970; in the past when nothing is paused */
    opensAt: () =>
      Math.max(isPaused() ? paused.until : 0, stateOf(breaker, now()) === 'open' ? breaker.retryAt : 0),
    isProbing: () => stateOf(breaker, now()) === 'half-open',
    allowance(): number {
      const state = stateOf(breaker, now());
      if (state === 'open' || isPaused()) return 0;
      return state === 'half-open' ? 1 : parallel;
    },
    /** Returns whether the backend is back: it was left alone, and has carried this out. */
    record(failure: Failure | null, linkId: string): boolean {
      if (failure?.kind === 'limited' && !failure.ticketOnly) pause(pauseOf(failure.retryAfter));
      set(breakerAfter(failure, linkId));
      if (failure !== null) return false;
      const wasAlone = isAlone;
      isAlone = false;
      return wasAlone;
    },
  };
}
