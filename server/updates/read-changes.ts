// Reads the changes of one backend after its stored cursor and records them; the cursor moves with what was recorded.
import type { FastifyBaseLogger } from 'fastify';
import { type Backends, type CapabilitiesByBackend, readCapabilities } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Changes, Connector, Failure, TicketChange } from '../connectors/connector.ts';
import { failedBy } from '../connectors/results.ts';
import { writeReason } from '../storage/reasons.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, announceTicket, announceToStaff } from '../tickets/announce.ts';
import type { CommentFiles } from './comment-files.ts';
import { recordChange } from './record-change.ts';
import type { UnclaimedKeys } from './unclaimed-keys.ts';

const REFS_PER_QUERY = 500;

export interface ReadParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  backends: Backends;
  files: CommentFiles;
  unclaimedKeys: UnclaimedKeys;
  announce: Announce;
  log: FastifyBaseLogger;
  /** called after deliveries were committed */
  kickDelivery(): void;
}

/** `isOver`: another server may lead, and may have read what is newer than what this one has. */
type Polling = ReadParts & { isOver(): boolean };

/** Reads all changes after the stored cursor. `moved`: links with an act settled since. Returns the backend's failure, or null. */
export async function readChanges(
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
      const lastFailureAt = instantFrom(clock);
      await db
        .updateTable('backend')
        .set({ lastFailureAt, lastFailure: writeReason(reason) })
        .where('id', '=', backendId)
        .execute();
      return answer.failure;
    }
    const { tickets, more } = answer.value;
    const read: Read = { backendId, cursor: savedCursor, moved };
    isComplete = (await recordAll(parts, read, tickets)) && isComplete;
    if (isOver()) return null;
    cursor = answer.value.cursor;
    // after an uncertain change the cursor stays, so that the next poll reads it again
    const to = isComplete ? cursor : savedCursor;
    await storeRead(db, backendId, { from: savedCursor, to, at: instantFrom(clock), ...answer.value });
    savedCursor = to;
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

/** Starts the backend's change cursor, unless it has one. Returns the failure, or null. */
export async function startReading(
  db: Database,
  connector: Connector,
  backendId: string,
): Promise<Failure | null> {
  if ((await readCursor(db, backendId)) !== null) return null;
  const answer = await connector.changesSince(null);
  if (!answer.ok) return answer.failure;
  await moveCursor(db, backendId, null, { cursor: answer.value.cursor });
  return null;
}

/** A page that was read and recorded; `from` and `to` are the cursor before and after it. */
interface StoredRead extends Pick<Changes, 'leftOut'> {
  from: string | null;
  to: string | null;
  at: string;
}

/**
 * Stores that a page was read, in one statement with its cursor: nothing claims to be read from where the next reading does not
 * start.
 */
async function storeRead(db: Database, backendId: string, { from, to, at, leftOut }: StoredRead) {
  const left =
    leftOut === undefined
      ? {}
      : leftOut === null
        ? { leftOut: null, leftOutAt: null }
        : { leftOut: writeReason(leftOut), leftOutAt: at };
  const values = { polledAt: at, ...left };
  const isStored = await moveCursor(db, backendId, from, { ...values, cursor: to });
  if (!isStored) await db.updateTable('backend').set(values).where('id', '=', backendId).execute();
}

/**
 * Stores these values, the cursor among them. Returns false where it is no longer at `from`: delivery may have restored an earlier
 * one (remembered-cursor).
 */
async function moveCursor(
  db: Database,
  backendId: string,
  from: string | null,
  values: Partial<Pick<Row<'backend'>, 'cursor' | 'polledAt' | 'leftOut' | 'leftOutAt'>>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('backend')
    .set(values)
    .where('id', '=', backendId)
    .where('cursor', from === null ? 'is' : '=', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function readCursor(db: Database, backendId: string): Promise<string | null> {
  const { cursor } = await db
    .selectFrom('backend')
    .select('cursor')
    .where('id', '=', backendId)
    .executeTakeFirstOrThrow();
  return cursor;
}

/** Where changes were read: `cursor` is what the backend's has to be while they are recorded. */
interface Read {
  backendId: string;
  cursor: string | null;
  moved: ReadonlySet<string>;
}

/**
 * Returns false where changes must be read again: an uncertain status, an unknown ticket that may be ours, a file that may come with
 * another try, or a cursor that somebody else has moved.
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
  link: Pick<Row<'link'>, 'id' | 'ticketId'>,
  told: TicketChange,
  read: Read,
): Promise<boolean> {
  const { db, files, announce, kickDelivery, isOver } = parts;
  const { id, ticketId } = link;
  const { change, isWhole } = await files.fetch(link, told, isOver);
  const recorded = await db.transaction().execute(async (transaction) => {
    // looked at in each try: another server that leads now has read what is newer, and recorded it
    if (isOver() || (await readCursor(transaction, read.backendId)) !== read.cursor) return null;
    return recordChange(transaction, parts, id, change, read.moved.has(id));
  });
  if (recorded === null) return true;
  const { audience } = recorded;
  const isUncertain = recorded.isUncertain || !isWhole;
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
