// Polls each backend that reports changes: once a minute, and soon after a delivery to it.
import { MINUTE, SECOND } from '../clock.ts';
import type { Connector, Failure } from '../connectors/connector.ts';
import { afterBarred, type Breaker, barsAll, CLOSED, probeNow, stateOf } from '../delivery/breaker.ts';
import { pauseOf } from '../delivery/limits.ts';
import type { Row } from '../storage/schema.ts';
import { type ReadParts, readChanges, startReading } from './read-changes.ts';

const EVERY = MINUTE;
/** Least interval between two polls that deliveries to one backend cause. */
const AT_MOST_EVERY = 10 * SECOND;

export interface Poller {
  /** Starts polling, at once and then every minute. */
  start(): void;
  /** Starts the backend's change cursor, unless it has one. Returns the failure, or null. */
  startCursor(backendId: string, connector: Connector): Promise<Failure | null>;
  /** Called before an outcome is stored: changes of its ticket read before may be older. */
  settling(delivery: Pick<Row<'delivery'>, 'linkId' | 'operation'>): void;
  settled(delivery: Pick<Row<'delivery'>, 'backendId'>): void;
  /** Reads a backend at once that was left alone because it refused Guichet itself: it was repaired. */
  tryNow(backendId: string): void;
  /** Finishes running polls and starts no more, until it is started again. */
  stop(): Promise<void>;
}

/** The polling state of one backend. */
interface Round {
  running: Promise<void> | null;
  /** it was to be polled while it was */
  isMissed: boolean;
  /** in milliseconds since 1970 */
  lastAt: number;
  /** in milliseconds since 1970. Before it began it does not count: the clock was ahead, and has been set right */
  pause: { from: number; until: number };
  /** open where the backend refuses Guichet itself. Not the lane's: a mailbox has another account than the server that sends */
  breaker: Breaker;
  isScheduled: boolean;
  /** the backend has a change cursor */
  hasCursor: boolean;
  /** links with an act settled since the running poll started */
  moved: Set<string>;
}

export function createPoller(parts: ReadParts): Poller {
  const { db, clock, backends, log } = parts;
  const rounds = new Map<string, Round>();
  const timers = new Set<() => void>();
  let ticking: Promise<void> | null = null;
  let isStopped = false;
  const now = () => clock.now().getTime();
  const isPaused = ({ pause }: Round) => now() >= pause.from && now() < pause.until;

  function roundOf(backendId: string): Round {
    const known = rounds.get(backendId);
    if (known) return known;
    const round: Round = {
      running: null,
      isMissed: false,
      lastAt: 0,
      pause: { from: 0, until: 0 },
      breaker: CLOSED,
      isScheduled: false,
      hasCursor: false,
      moved: new Set<string>(),
    };
    rounds.set(backendId, round);
    return round;
  }

  function schedule(milliseconds: number, act: () => void): void {
    if (isStopped) return;
    const cancel = clock.after(milliseconds, () => {
      timers.delete(cancel);
      act();
    });
    timers.add(cancel);
  }

  function tick(): void {
    schedule(EVERY, tick);
    if (ticking) return;
    ticking = pollAll()
      .catch((failure: unknown) => log.error({ err: failure }, 'the backends could not be polled'))
      .finally(() => {
        ticking = null;
      });
  }

  async function pollAll(): Promise<void> {
    for (const { id } of await backends.all()) poll(id);
  }

  function poll(backendId: string): void {
    const round = roundOf(backendId);
    if (isStopped || isPaused(round) || stateOf(round.breaker, now()) === 'open') return;
    if (round.running) {
      round.isMissed = true;
      return;
    }
    round.isMissed = false;
    round.lastAt = now();
    round.moved.clear();
    round.running = readChanges({ ...parts, isOver: () => isStopped }, backendId, round.moved)
      .then((failure) => {
        if (failure?.kind === 'limited')
          round.pause = { from: now(), until: now() + pauseOf(failure.retryAfter) };
        if (barsAll(failure)) round.breaker = afterBarred(round.breaker, now());
        // what could not be reached has not said whether the account is right
        else if (failure?.kind !== 'unreachable') round.breaker = CLOSED;
      })
      .catch((bug: unknown) => log.error({ err: bug, backend: backendId }, 'changes could not be read'))
      .finally(() => {
        round.running = null;
        // what happened since it began is not for the next minute
        if (round.isMissed) poll(backendId);
      });
  }

  return {
    start() {
      isStopped = false;
      tick();
    },
    async startCursor(backendId, connector) {
      const round = roundOf(backendId);
      if (round.hasCursor || !connector.capabilities.changes) return null;
      const failure = await startReading(db, connector, backendId);
      round.hasCursor = failure === null;
      return failure;
    },
    settling({ linkId, operation }) {
      if (operation === 'transition') for (const { moved } of rounds.values()) moved.add(linkId);
    },
    tryNow(backendId) {
      const round = roundOf(backendId);
      if (round.breaker === CLOSED) return;
      round.breaker = probeNow(round.breaker, now());
      poll(backendId);
    },
    settled({ backendId }) {
      const round = roundOf(backendId);
      if (isStopped || round.isScheduled) return;
      round.isScheduled = true;
      const wait = Math.min(Math.max(0, round.lastAt + AT_MOST_EVERY - now()), AT_MOST_EVERY);
      schedule(wait, () => {
        round.isScheduled = false;
        poll(backendId);
      });
    },
    async stop() {
      isStopped = true;
      for (const cancel of timers) cancel();
      timers.clear();
      for (const round of rounds.values()) round.isScheduled = false;
      await ticking;
      await Promise.all([...rounds.values()].map(({ running }) => running));
    },
  };
}
