// Polls each backend that reports changes: once a minute, and soon after a delivery to it.
import type { FastifyBaseLogger } from 'fastify';
import { type Backends, type CapabilitiesByBackend, readCapabilities } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom, MINUTE, SECOND } from '../clock.ts';
import type { Connector, Failure, TicketChange } from '../connectors/connector.ts';
import { failedBy } from '../connectors/results.ts';
import { pauseOf } from '../delivery/limits.ts';
import { writeReason } from '../storage/reasons.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, announceTicket, announceToStaff } from '../tickets/announce.ts';
import { recordChange } from './record-change.ts';

const EVERY = MINUTE;
/** Least interval between two polls that deliveries to one backend cause. */
const AT_MOST_EVERY = 10 * SECOND;
const REFS_PER_QUERY = 500;

export interface Poller {
  /** Starts polling, at once and then every minute. */
  start(): void;
  /** Starts the backend's change cursor, unless it has one. Returns the failure, or null. */
  startCursor(backendId: string, connector: Connector): Promise<Failure | null>;
  /** Called before an outcome is stored: changes of its ticket read before may be older. */
  settling(delivery: Pick<Row<'delivery'>, 'linkId' | 'operation'>): void;
  settled(delivery: Pick<Row<'delivery'>, 'backendId'>): void;
  /** Finishes running polls and starts no more, until it is started again. */
  stop(): Promise<void>;
}

interface PollerParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  backends: Backends;
  announce: Announce;
  log: FastifyBaseLogger;
  /** called after deliveries were committed */
  kickDelivery(): void;
}

/** The polling state of one backend. */
interface Round {
  running: Promise<void> | null;
  /** it was to be polled while it was */
  isMissed: boolean;
  /** in milliseconds since 1970 */
  lastAt: number;
  pausedUntil: number;
  isScheduled: boolean;
  /** the backend has a change cursor */
  hasCursor: boolean;
  /** links with an act settled since the running poll started */
  moved: Set<string>;
}

export function createPoller(parts: PollerParts): Poller {
  const { db, clock, backends, log } = parts;
  const rounds = new Map<string, Round>();
  const timers = new Set<() => void>();
  let ticking: Promise<void> | null = null;
  let isStopped = false;
  const now = () => clock.now().getTime();

  function roundOf(backendId: string): Round {
    const known = rounds.get(backendId);
    if (known) return known;
    const round: Round = {
      running: null,
      isMissed: false,
      lastAt: 0,
      pausedUntil: 0,
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
    if (isStopped || now() < round.pausedUntil) return;
    if (round.running) {
      round.isMissed = true;
      return;
    }
    round.isMissed = false;
    round.lastAt = now();
    round.moved.clear();
    round.running = readChanges({ ...parts, isOver: () => isStopped }, backendId, round.moved)
      .then((failure) => {
        if (failure?.kind === 'limited') round.pausedUntil = now() + pauseOf(failure.retryAfter);
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
    settled({ backendId }) {
      const round = roundOf(backendId);
      if (isStopped || round.isScheduled) return;
      round.isScheduled = true;
      schedule(Math.max(0, round.lastAt + AT_MOST_EVERY - now()), () => {
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

/** `isOver`: another server may lead, and may have read what is newer than what this one has. */
type Polling = PollerParts & { isOver(): boolean };

/** Reads all changes after the stored cursor. Returns the backend's failure, or null. */
async function readChanges(
  parts: Polling,
  backendId: string,
  moved: ReadonlySet<string>,
): Promise<Failure | null> {
  const { db, clock, backends, log, isOver } = parts;
  const connector = await backends.connectorOf(backendId);
  if (!connector.capabilities.changes) return null;
  let cursor = await readCursor(db, backendId);
  let savedCursor = cursor;
  let isComplete = true;
  for (;;) {
    const answer = await fetchChanges(connector, cursor);
    if (!answer.ok) {
      const { kind, reason } = answer.failure;
      // the reason, which may quote the backend, is for the console
      log.warn({ backend: backendId, kind }, 'the changes of a backend could not be read');
      await updateBackend(db, backendId, {
        lastFailureAt: instantFrom(clock),
        lastFailure: writeReason(reason),
      });
      return answer.failure;
    }
    const { tickets, more, leftOut } = answer.value;
    const read: Read = { backendId, cursor: savedCursor, moved };
    isComplete = (await recordAll(parts, read, tickets)) && isComplete;
    if (isOver()) return null;
    cursor = answer.value.cursor;
    await updateBackend(db, backendId, { polledAt: instantFrom(clock) });
    if (leftOut !== undefined)
      await updateBackend(db, backendId, { leftOut: writeReason(leftOut), leftOutAt: instantFrom(clock) });
    // after an uncertain change the cursor stays, so that the next poll reads it again
    if (isComplete) {
      await moveCursor(db, backendId, savedCursor, cursor);
      savedCursor = cursor;
    }
    if (!more) return null;
  }
}

/** Turns an exception into a failure: the backend is polled again a minute later. */
async function fetchChanges(connector: Connector, cursor: string | null) {
  try {
    return await connector.changesSince(cursor);
  } catch (bug) {
    return failedBy(bug);
  }
}

async function startReading(db: Database, connector: Connector, backendId: string): Promise<Failure | null> {
  if ((await readCursor(db, backendId)) !== null) return null;
  const answer = await connector.changesSince(null);
  if (!answer.ok) return answer.failure;
  await moveCursor(db, backendId, null, answer.value.cursor);
  return null;
}

/** Moves the cursor unless it is no longer at `from`: delivery may have restored an earlier one (remembered-cursor). */
async function moveCursor(
  db: Database,
  backendId: string,
  from: string | null,
  cursor: string,
): Promise<void> {
  await db
    .updateTable('backend')
    .set({ cursor })
    .where('id', '=', backendId)
    .where('cursor', from === null ? 'is' : '=', from)
    .execute();
}

async function readCursor(db: Database, backendId: string): Promise<string | null> {
  const { cursor } = await db
    .selectFrom('backend')
    .select('cursor')
    .where('id', '=', backendId)
    .executeTakeFirstOrThrow();
  return cursor;
}

async function updateBackend(
  db: Database,
  backendId: string,
  values: Partial<
    Pick<Row<'backend'>, 'polledAt' | 'lastFailure' | 'lastFailureAt' | 'leftOut' | 'leftOutAt'>
  >,
): Promise<void> {
  await db.updateTable('backend').set(values).where('id', '=', backendId).execute();
}

/** Where changes were read: `cursor` is what the backend's has to be while they are recorded. */
interface Read {
  backendId: string;
  cursor: string | null;
  moved: ReadonlySet<string>;
}

/**
 * Returns false where changes must be read again: an uncertain status, an unknown ticket that may be ours, or a cursor that
 * somebody else has moved.
 */
async function recordAll(parts: Polling, read: Read, tickets: readonly TicketChange[]): Promise<boolean> {
  if (tickets.length === 0) return true;
  const { db, backends } = parts;
  const { backendId } = read;
  // queried before the links: a create that is settled in between has its reference by then
  const mayHaveUnknown = await hasUncertainCreate(db, backendId);
  const links = await linksByRef(
    db,
    backendId,
    tickets.map(({ ref }) => ref),
  );
  const capabilities = await readCapabilities(backends);
  let isComplete = !mayHaveUnknown || tickets.every(({ ref }) => links.has(ref));
  for (const ticket of tickets) {
    const link = links.get(ticket.ref);
    if (link && (await recordOne({ ...parts, capabilities }, link, ticket, read))) isComplete = false;
  }
  return isComplete;
}

/** Returns whether the change must be read again. One transaction per ticket: after a crash some are repeated, harmlessly. */
async function recordOne(
  parts: Polling & { capabilities: CapabilitiesByBackend },
  { id, ticketId }: Pick<Row<'link'>, 'id' | 'ticketId'>,
  change: TicketChange,
  read: Read,
): Promise<boolean> {
  const { db, announce, kickDelivery, isOver } = parts;
  const recorded = await db.transaction().execute(async (transaction) => {
    // looked at in each try: another server that leads now has read what is newer, and recorded it
    if (isOver() || (await readCursor(transaction, read.backendId)) !== read.cursor) return null;
    return recordChange(transaction, parts, id, change, read.moved.has(id));
  });
  if (recorded === null) return true;
  const { audience, isUncertain } = recorded;
  if (audience === 'nobody') return isUncertain;
  kickDelivery();
  if (audience === 'everybody') await announceTicket(db, announce, ticketId);
  else await announceToStaff(db, announce, ticketId);
  return isUncertain;
}

async function linksByRef(db: Database, backendId: string, refs: readonly string[]) {
  const found = new Map<string, Pick<Row<'link'>, 'id' | 'ticketId'>>();
  for (let start = 0; start < refs.length; start += REFS_PER_QUERY) {
    const rows = await db
      .selectFrom('link')
      .select(['id', 'ticketId', 'ref'])
      .where('backendId', '=', backendId)
      .where('ref', 'in', refs.slice(start, start + REFS_PER_QUERY))
      .execute();
    for (const { ref, ...link } of rows) if (ref !== null) found.set(ref, link);
  }
  return found;
}

/** Whether a create has an unknown outcome: the backend may have a ticket whose reference is not known yet. */
async function hasUncertainCreate(db: Database, backendId: string): Promise<boolean> {
  const row = await db
    .selectFrom('delivery')
    .select('id')
    .where('backendId', '=', backendId)
    .where('state', 'in', ['waiting', 'sending'])
    .where('operation', '=', 'create-ticket')
    .where('firstTriedAt', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
