// Delivers one delivery and writes its outcome down, together with what the backend said.
import type { FastifyBaseLogger } from 'fastify';
import { nextDelay } from '../../contract/next-delay.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import type { Backends } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { failedBy } from '../connectors/answers.ts';
import type { Answer, Connector, Failure, Found } from '../connectors/connector.ts';
import type { SignedLinks } from '../http/signed-links.ts';
import type { Blobs } from '../storage/blobs.ts';
import { writeReason } from '../storage/reasons.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { changeLink } from '../tickets/links.ts';
import { type BackendFacts, recordFacts, statusFacts } from '../tickets/record.ts';
import { isGivenUp, pauseOf, RETRY_DELAYS } from './limits.ts';
import { carryOut } from './operation.ts';
import { goBackToPlace, keepPlace } from './read-again.ts';

/** Who reads what backends say: an older answer must not undo what was just carried out. */
export interface Readers {
  /**
   * Called before anything is delivered to the backend: what is done there with the first ticket would otherwise be taken
   * for known. Why it could not be asked, null where it is being read.
   */
  begin(backendId: string, connector: Connector): Promise<Failure | null>;
  /** called before the outcome of a delivery is written down */
  settling(delivery: Row<'delivery'>): void;
  /** called afterwards: the backend may have more to say */
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
  readers: Readers;
  log: FastifyBaseLogger;
}

/** Why it did not go through, null where it did. `delivery` was just taken in hand. */
export async function deliver(parts: DeliverParts, delivery: Row<'delivery'>): Promise<Failure | null> {
  const { db, backends, blobs, links, log, readers } = parts;
  const link = await readLink(db, delivery.linkId);
  let answer: Answer<Found>;
  try {
    const connector = await backends.connectorOf(delivery.backendId);
    const unread = await readers.begin(delivery.backendId, connector);
    answer = unread
      ? { ok: false, failure: unread }
      : await carryOut({ db, connector, blobs, links }, delivery, link);
  } catch (bug) {
    log.error({ err: bug, delivery: delivery.id }, 'a connector failed unexpectedly');
    answer = failedBy(bug);
  }
  readers.settling(delivery);
  if (!answer.ok) {
    await putBack(parts, delivery, answer.failure);
    return answer.failure;
  }
  await settle(parts, delivery, answer.value, link);
  readers.settled(delivery);
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

/** What decides whether somebody else has moved it meanwhile: of tier 1 the ticket's own status. */
function statusOf({ tier, ticketStatus, status }: ReadLink): TicketStatus | null {
  return tier === 1 ? ticketStatus : status;
}

/** One transaction for the delivery and what the backend said: neither is known without the other. */
async function settle(
  { db, clock, announce }: DeliverParts,
  delivery: Row<'delivery'>,
  found: Found,
  link: ReadLink,
): Promise<void> {
  const now = instantFrom(clock);
  const facts = await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('delivery')
      .set({ state: 'done', lastError: null, updatedAt: now })
      .where('id', '=', delivery.id)
      .execute();
    // who has changed the status while the backend was asked has the last word
    const isOvertaken = statusOf(await readLink(transaction, link.id)) !== statusOf(link);
    const { operation } = delivery;
    if (operation === 'create-ticket') await goBackToPlace(transaction, delivery);
    const told = factsOf(operation, isOvertaken ? { ...found, status: null } : found);
    if (told === null) return null;
    const own = operation === 'create-ticket' ? { ref: found.ref } : {};
    if (link.tier === 1) await recordFacts(transaction, link.ticketId, told, now, own);
    else await changeLink(transaction, link.id, { ...told, ...own }, now);
    return told;
  });
  // those who take part were told when intake accepted it, and of tier 2 they see nothing: only the console shows deliveries
  if (facts !== null && link.tier === 1) await announceTicket(db, announce, link.ticketId);
  else announce.console('tickets');
}

/** What a delivery that went through tells of its ticket; null when that is nothing. */
function factsOf(operation: Row<'delivery'>['operation'], { number, status }: Found): BackendFacts | null {
  const moved = status === null ? {} : statusFacts(status);
  if (operation === 'create-ticket') return number === null ? moved : { number, ...moved };
  // the snapshot says which acts are under way: this one no longer is
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
  const parked = isGivenUp(kind, { refusals, since });
  // what was not even looked at is no try
  const attempt = delivery.attempt - (kind === 'limited' ? 1 : 0);
  const delay =
    kind === 'limited'
      ? pauseOf(failure.retryAfter)
      : nextDelay(delivery.attempt, chance.fraction(), RETRY_DELAYS);
  const told = { delivery: id, backend: backendId, attempt, parked, kind };
  log.warn({ ...told, reason: reason.en }, 'a delivery failed');
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
    // a backend that refused it each time does not have it
    const isUnknown = delivery.operation === 'create-ticket' && attempt > refusals;
    if (parked && isUnknown) await keepPlace(transaction, delivery);
    await transaction
      .updateTable('backend')
      .set({ lastFailureAt: now, lastFailure: writeReason(reason) })
      .where('id', '=', backendId)
      .execute();
  });
  if (parked) announce.console('tickets');
}
