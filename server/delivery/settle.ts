// Stores the outcome of a delivery together with the backend's answer.

import type { FastifyBaseLogger } from 'fastify';
import type { z } from 'zod';
import { nextDelay } from '../../contract/next-delay.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import { selectOwedApproval } from '../approvals/ask.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Connector, Failure, Found } from '../connectors/connector.ts';
import { buildOnce } from '../storage/built-query.ts';
import { lockRows } from '../storage/dialect/dialect.ts';
import { writeReason } from '../storage/reasons.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, announceTo, announceToStaff } from '../tickets/announce.ts';
import type { Move } from '../tickets/history.ts';
import { changeLink, linkOf } from '../tickets/links.ts';
import { pendingFor, recordMove, recordUpdate, statusUpdate } from '../tickets/record.ts';
import { CONTENTS } from './content.ts';
import { LOOK_AGAIN_AFTER, pauseOf, RETRY_DELAYS, shouldPark } from './limits.ts';
import { readTicketAlong, rememberCursor, restoreCursor } from './remembered-cursor.ts';

export interface SettleParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  announce: Announce;
  log: FastifyBaseLogger;
}

export type ReadLink = Awaited<ReturnType<typeof readLink>>;

/** Reads the link of a delivery with the ticket's status, and whether it needs an approval. */
export async function readLink(db: Database, id: string) {
  const [link] = await selectLink(db, { id });
  if (!link) throw new Error(`there is no link ${id}`);
  return link;
}

const selectLink = buildOnce((db, { id }: { id: string }) => selectLinks(db).where('link.id', '=', id));

function selectLinks(db: Database) {
  return (
    db
      .selectFrom('link')
      .innerJoin('ticket', 'ticket.id', 'link.ticketId')
      .selectAll('link')
      .select(['ticket.status as ticketStatus', 'ticket.requesterId', 'ticket.pendingUntilAnswer'])
      .select('ticket.organisationId')
      // read along: a statement of its own for each ticket would cost
      .select(({ exists, selectFrom }) => exists(selectFrom('teamRule').select('teamId')).as('hasTeamRules'))
      .select(({ exists, selectFrom }) =>
        exists(
          selectFrom('approval')
            .select('approval.ticketId')
            .whereRef('approval.ticketId', '=', 'link.ticketId'),
        ).as('asksApproval'),
      )
      .select(({ exists }) => exists(selectOwedApproval(db)).as('owesApproval'))
  );
}

/** Reads the links of deliveries by their ids. Until the commit nobody else decides by the status of their tickets. */
export async function takeLinks(
  transaction: Database,
  deliveries: readonly Pick<Row<'delivery'>, 'linkId'>[],
): Promise<ReadonlyMap<string, ReadLink>> {
  const ids = deliveries.map(({ linkId }) => linkId);
  // in one order: two servers wait for each other once
  const links = selectLinks(transaction).where('link.id', 'in', ids).orderBy('ticket.id');
  const rows = await lockRows(transaction, links, 'ticket').execute();
  return new Map(rows.map((link) => [link.id, link]));
}

/** The status that shows a concurrent change: in tier 1 the ticket's own. */
function statusOf({ tier, ticketStatus, status }: ReadLink): TicketStatus | null {
  return tier === 1 ? ticketStatus : status;
}

/** Stores the delivery's state and the backend's answer in one transaction. */
export async function settle(
  { db, clock, announce }: SettleParts,
  delivery: Row<'delivery'>,
  found: Found,
  { link, connector }: { link: ReadLink; connector: Pick<Connector, 'readAlong'> | null },
): Promise<void> {
  const now = instantFrom(clock);
  const readers = await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('delivery')
      .set({
        ...{ state: 'done', lastError: null, updatedAt: now },
        // it may have been carried out twice
        lookAgainAt: delivery.unknownAt && instantFrom(clock, LOOK_AGAIN_AFTER),
      })
      .where('id', '=', delivery.id)
      .execute();
    // a status changed during the request wins over the answer
    const isOvertaken = statusOf(await readLink(transaction, link.id)) !== statusOf(link);
    const { operation } = delivery;
    if (operation === 'create-ticket') {
      await restoreCursor(transaction, delivery);
      // it may have been there before this attempt, and its news read while nobody knew whose it is
      if (delivery.attempt > 1) await readTicketAlong(transaction, delivery, found.ref, connector);
    }
    const isLeft = isOvertaken || (await isReported(transaction, delivery, link));
    return storeAnswer(transaction, delivery, isLeft ? { ...found, status: null } : found, link, now);
  });
  // participants were notified when intake accepted it, and do not see tier 2: only the console shows deliveries
  const { organisationId } = link;
  await announceTo(db, announce, { requesterIds: readers ?? [], organisationIds: [organisationId] });
}

/** The status after an act of staff here is recorded when the backend reports it, where the ticket's second backend has to follow it. */
async function isReported(
  transaction: Database,
  { operation, content }: Row<'delivery'>,
  { tier, ticketId }: ReadLink,
): Promise<boolean> {
  if (operation !== 'transition' || tier !== 1) return false;
  const { byStaff } = CONTENTS[operation].parse(JSON.parse(content));
  return byStaff && (await linkOf(transaction, ticketId, 2)) !== undefined;
}

type SettledLink = Pick<ReadLink, 'id' | 'ticketId' | 'tier' | 'ticketStatus'>;

/**
 * Writes the backend's answer, in the transaction that settles the delivery. Returns the participants who can see that it changed
 * the ticket: none of a change in tier 2, which they do not see. Null where nothing changed.
 */
export async function storeAnswer(
  transaction: Database,
  delivery: Pick<Row<'delivery'>, 'operation' | 'content'>,
  { ref, number: given, status }: Found,
  { id, ticketId, tier, ticketStatus }: SettledLink,
  now: string,
): Promise<readonly string[] | null> {
  const isNew = delivery.operation === 'create-ticket';
  // a transition without a status still numbers the change: the snapshot lists the acts under way
  if (status === null && !isNew && delivery.operation !== 'transition') return null;
  const number = isNew && given !== null ? { number: given } : {};
  const own = isNew ? { ref } : {};
  if (tier === 2) {
    const moved = status === null ? {} : statusUpdate(status);
    await changeLink(transaction, id, { ...number, ...moved, ...own }, now);
    return [];
  }
  const { email: authorEmail, ...cause } = causeOf(delivery);
  if (status === null) return recordUpdate(transaction, ticketId, number, now, own);
  const { reason } = cause;
  const pending = status === 'pending' && reason !== null ? pendingFor(reason) : null;
  const move = { from: ticketStatus, to: status, ...cause };
  return recordMove(transaction, ticketId, move, now, { ...number, pending, link: own, authorEmail });
}

/** Returns whose act the delivery carried, and why they did it. */
function causeOf({ operation, content }: Pick<Row<'delivery'>, 'operation' | 'content'>): Cause {
  if (operation === 'transition') {
    const parsed = CONTENTS.transition.parse(JSON.parse(content));
    const who = { name: parsed.by?.fullName ?? null, email: parsed.by?.email ?? null };
    if (parsed.byStaff) return { by: 'staff', ...who, reason: reasonOf(parsed) };
    return { by: parsed.act === 'resolve' ? 'backend' : 'participant', ...who, reason: null };
  }
  if (operation !== 'add-comment') return { by: 'guichet', name: null, email: null, reason: null };
  const { fullName: name, email } = CONTENTS[operation].parse(JSON.parse(content)).author;
  return { by: 'participant', name, email, reason: null };
}

type Cause = Pick<Move, 'by' | 'name' | 'reason'> & { email: string | null };

function reasonOf(content: z.output<(typeof CONTENTS)['transition']>): string | null {
  if (content.act === 'set-pending') return content.reason;
  return content.act === 'resolve' ? content.solution : null;
}

/**
 * Stores that an attempt failed: the delivery waits for the next one, or is parked. `ownFailures` counts those while others passed.
 */
export async function putBack(
  parts: SettleParts,
  delivery: Row<'delivery'>,
  failure: Failure,
  ownFailures = 0,
): Promise<{ isParked: boolean }> {
  const { db, clock, chance, announce, log } = parts;
  const { id, backendId } = delivery;
  const { kind, reason } = failure;
  const now = instantFrom(clock);
  const refusals = delivery.refusals + (kind === 'refused' ? 1 : 0);
  const from = delivery.retriedAt ?? delivery.firstTriedAt ?? now;
  const since = clock.now().getTime() - Date.parse(from);
  const parked = shouldPark(kind, { refusals, ownFailures, since });
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
        firstTriedAt: delivery.firstTriedAt,
        ...((mayBeAtWork(failure) || isAhead(delivery, now)) && { unknownAt: now }),
        lastError: writeReason(reason),
        updatedAt: now,
        dueAt: instantFrom(clock, delay),
      })
      .where('id', '=', id)
      .execute();
    // a backend that refused every attempt does not have the ticket
    const isUnknown = delivery.operation === 'create-ticket' && attempt > refusals;
    if (parked && isUnknown) await rememberCursor(transaction, delivery);
    if (failure.kind === 'limited' && failure.ticketOnly) return;
    await transaction
      .updateTable('backend')
      .set({ lastFailureAt: now, lastFailure: writeReason(reason) })
      .where('id', '=', backendId)
      .execute();
  });
  if (parked) {
    const { ticketId } = await readLink(db, delivery.linkId);
    await announceToStaff(db, announce, ticketId);
  }
  return { isParked: parked };
}

/** Whether its last unknown outcome is of a clock that was ahead: the time that its backend may need counts from now. */
function isAhead({ unknownAt }: Row<'delivery'>, now: string): boolean {
  return unknownAt !== null && unknownAt > now;
}

/** Whether the backend may carry it out after all. */
function mayBeAtWork(failure: Failure): boolean {
  return failure.kind === 'unreachable' && !failure.isOver;
}
