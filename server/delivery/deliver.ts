// Carries out one delivery and stores its outcome together with the backend's answer.
import type { FastifyBaseLogger } from 'fastify';
import { nextDelay } from '../../contract/next-delay.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import type { Backends } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Connector, Failure, Found, OperationResult } from '../connectors/connector.ts';
import { failedBy } from '../connectors/results.ts';
import type { SignedLinks } from '../http/signed-links.ts';
import type { Blobs } from '../storage/blobs.ts';
import { writeReason } from '../storage/reasons.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { changeLink } from '../tickets/links.ts';
import { type BackendUpdate, recordUpdate, statusUpdate } from '../tickets/record.ts';
import { pauseOf, RETRY_DELAYS, shouldPark } from './limits.ts';
import { performOnBackend } from './operation.ts';
import { rememberCursor, restoreCursor } from './remembered-cursor.ts';

/** The reader of backend changes: an older answer must not undo what was just delivered. */
interface ChangeReader {
  /**
   * Starts the backend's change cursor before the first delivery: a later cursor would miss changes of the first ticket.
   * Returns the failure, or null.
   */
  startCursor(backendId: string, connector: Connector): Promise<Failure | null>;
  /** Called before the outcome of a delivery is stored. */
  settling(delivery: Row<'delivery'>): void;
  /** Called after a delivery succeeded: the backend may have new changes. */
  settled(delivery: Row<'delivery'>): void;
}

export interface DeliverParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  backends: Backends;
  blobs: Pick<Blobs, 'open'>;
  links: Pick<SignedLinks, 'signedLink'>;
  announce: Announce;
  changeReader: ChangeReader;
  log: FastifyBaseLogger;
}

/** Carries out a claimed delivery. Returns the failure, or null. */
export async function deliver(parts: DeliverParts, delivery: Row<'delivery'>): Promise<Failure | null> {
  const { db, backends, blobs, links, log, changeReader } = parts;
  const link = await readLink(db, delivery.linkId);
  let answer: OperationResult<Found>;
  try {
    const connector = await backends.connectorOf(delivery.backendId);
    const unread = await changeReader.startCursor(delivery.backendId, connector);
    answer = unread
      ? { ok: false, failure: unread }
      : await performOnBackend({ db, connector, blobs, links }, delivery, link);
  } catch (bug) {
    log.error({ err: bug, delivery: delivery.id }, 'a connector failed unexpectedly');
    answer = failedBy(bug);
  }
  changeReader.settling(delivery);
  if (!answer.ok) {
    await putBack(parts, delivery, answer.failure);
    return answer.failure;
  }
  await settle(parts, delivery, answer.value, link);
  changeReader.settled(delivery);
  return null;
}

type ReadLink = Awaited<ReturnType<typeof readLink>>;

function readLink(db: Database, id: string) {
  return db
    .selectFrom('link')
    .innerJoin('ticket', 'ticket.id', 'link.ticketId')
    .selectAll('link')
    .select('ticket.status as ticketStatus')
    .where('link.id', '=', id)
    .executeTakeFirstOrThrow();
}

/** The status that shows a concurrent change: in tier 1 the ticket's own. */
function statusOf({ tier, ticketStatus, status }: ReadLink): TicketStatus | null {
  return tier === 1 ? ticketStatus : status;
}

/** Stores the delivery's state and the backend's answer in one transaction. */
async function settle(
  { db, clock, announce }: DeliverParts,
  delivery: Row<'delivery'>,
  found: Found,
  link: ReadLink,
): Promise<void> {
  const now = instantFrom(clock);
  const recorded = await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('delivery')
      .set({ state: 'done', lastError: null, updatedAt: now })
      .where('id', '=', delivery.id)
      .execute();
    // a status changed during the request wins over the answer
    const isOvertaken = statusOf(await readLink(transaction, link.id)) !== statusOf(link);
    const { operation } = delivery;
    if (operation === 'create-ticket') await restoreCursor(transaction, delivery);
    const update = updateOf(operation, isOvertaken ? { ...found, status: null } : found);
    if (update === null) return null;
    const own = operation === 'create-ticket' ? { ref: found.ref } : {};
    if (link.tier === 1) await recordUpdate(transaction, link.ticketId, update, now, own);
    else await changeLink(transaction, link.id, { ...update, ...own }, now);
    return update;
  });
  // participants were notified when intake accepted it, and do not see tier 2: only the console shows deliveries
  if (recorded !== null && link.tier === 1) await announceTicket(db, announce, link.ticketId);
  else announce.console('tickets');
}

/** Returns the update of the ticket after a successful delivery, or null. */
function updateOf(operation: Row<'delivery'>['operation'], { number, status }: Found): BackendUpdate | null {
  const moved = status === null ? {} : statusUpdate(status);
  if (operation === 'create-ticket') return number === null ? moved : { number, ...moved };
  // an empty update still numbers the change: the snapshot lists the acts under way
  return status === null && operation !== 'transition' ? null : moved;
}

async function putBack(parts: DeliverParts, delivery: Row<'delivery'>, failure: Failure): Promise<void> {
  const { db, clock, chance, announce, log } = parts;
  const { id, backendId } = delivery;
  const { kind, reason } = failure;
  const now = instantFrom(clock);
  const refusals = delivery.refusals + (kind === 'refused' ? 1 : 0);
  const from = delivery.retriedAt ?? delivery.firstTriedAt ?? now;
  const since = clock.now().getTime() - Date.parse(from);
  const parked = shouldPark(kind, { refusals, since });
  // a rate-limited request does not count as an attempt
  const attempt = delivery.attempt - (kind === 'limited' ? 1 : 0);
  const delay =
    kind === 'limited'
      ? pauseOf(failure.retryAfter)
      : nextDelay(delivery.attempt, chance.fraction(), RETRY_DELAYS);
  // the reason, which may quote the backend, is for the console
  log.warn({ delivery: id, backend: backendId, attempt, parked, kind }, 'a delivery failed');
  await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('delivery')
      .set({
        state: parked ? 'parked' : 'waiting',
        attempt,
        refusals,
        lastError: writeReason(reason),
        updatedAt: now,
        dueAt: instantFrom(clock, delay),
      })
      .where('id', '=', id)
      .execute();
    // a backend that refused every attempt does not have the ticket
    const isUnknown = delivery.operation === 'create-ticket' && attempt > refusals;
    if (parked && isUnknown) await rememberCursor(transaction, delivery);
    await transaction
      .updateTable('backend')
      .set({ lastFailureAt: now, lastFailure: writeReason(reason) })
      .where('id', '=', backendId)
      .execute();
  });
  if (parked) announce.console('tickets');
}
