// Decisions of staff on a parked delivery: retry it, or discard it (the row stays for the audit).
import { err, ok, type Result } from '../../contract/result.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { numberChange } from '../tickets/change-feed.ts';
import { changeLink } from '../tickets/links.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { SETTLED } from '../tickets/unsettled.ts';

interface RetryParts {
  db: Database;
  clock: Clock;
  audit: Audit;
}

/** Requeues the delivery, due now, and returns the organisation of its ticket. Errors: not-found unless it is parked. */
export async function retryDelivery(
  { db, clock, audit }: RetryParts,
  staffId: string,
  deliveryId: string,
): Promise<Result<string>> {
  const now = instantFrom(clock);
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('delivery')
      // 1, not 0: the last outcome is unknown, so the backend is searched for the key first
      .set({ state: 'waiting', attempt: 1, refusals: 0, retriedAt: now, dueAt: now, updatedAt: now })
      .where('id', '=', deliveryId)
      .where('state', '=', 'parked')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return err('not-found');
    await audit(transaction, {
      staffId,
      act: 'retry-delivery',
      subject: { kind: 'delivery', id: deliveryId },
    });
    const { organisationId } = await transaction
      .selectFrom('delivery')
      .innerJoin('link', 'link.id', 'delivery.linkId')
      .innerJoin('ticket', 'ticket.id', 'link.ticketId')
      .select('ticket.organisationId')
      .where('delivery.id', '=', deliveryId)
      .executeTakeFirstOrThrow();
    return ok(organisationId);
  });
}

/**
 * Discards the delivery, which no longer blocks later ones. Discarding a create discards the whole queue of its link; a
 * ticket that was being handed over may be handed over again. Returns the organisation of its ticket. Errors: not-found unless it is parked.
 */
export async function discardDelivery(
  { db, clock, audit, announce }: RetryParts & { announce: Announce },
  staffId: string,
  deliveryId: string,
): Promise<Result<string>> {
  const discarded = await db.transaction().execute(async (transaction) => {
    const delivery = await transaction
      .selectFrom('delivery')
      .innerJoin('link', 'link.id', 'delivery.linkId')
      .innerJoin('ticket', 'ticket.id', 'link.ticketId')
      .select(['linkId', 'operation', 'link.ticketId', 'tier', 'ticket.organisationId'])
      .where('delivery.id', '=', deliveryId)
      .where('delivery.state', '=', 'parked')
      .executeTakeFirst();
    if (!delivery) return null;
    const { linkId, operation, ticketId, tier, organisationId } = delivery;
    await takeTicket(transaction, ticketId);
    const now = instantFrom(clock);
    const { numUpdatedRows } = await transaction
      .updateTable('delivery')
      .set({ state: 'discarded', updatedAt: now })
      .where('linkId', '=', linkId)
      .where('state', 'not in', SETTLED)
      .$if(operation !== 'create-ticket', (query) => query.where('id', '=', deliveryId))
      .executeTakeFirst();
    if (operation === 'create-ticket' && tier === 2)
      await changeLink(transaction, linkId, { endedAt: now }, now);
    // agents show acts under way: a discarded one no longer is
    await numberChange(transaction, ticketId);
    await audit(transaction, {
      staffId,
      act: 'discard-delivery',
      subject: { kind: 'delivery', id: deliveryId },
      details: { operation, discarded: Number(numUpdatedRows) },
    });
    return { ticketId, organisationId };
  });
  if (!discarded) return err('not-found');
  await announceTicket(db, announce, discarded.ticketId);
  return ok(discarded.organisationId);
}
