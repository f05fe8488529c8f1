// Staff decide on a parked delivery: it goes back to work, or is given up for good and kept for audit.
import { err, ok, type Result } from '../../contract/result.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { numberChange } from '../tickets/change-feed.ts';
import { changeLink } from '../tickets/links.ts';
import { SETTLED } from '../tickets/unsettled.ts';

interface RetryParts {
  db: Database;
  clock: Clock;
  audit: Audit;
}

/** The delivery waits again, due now. not-found unless it is parked. */
export async function retryDelivery(
  { db, clock, audit }: RetryParts,
  staffId: string,
  deliveryId: string,
): Promise<Result<void>> {
  const now = instantFrom(clock);
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('delivery')
      // 1, not 0: what the last try did is unknown, so the backend is asked for the key first
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
    return ok(undefined);
  });
}

/**
 * The delivery is given up and no longer holds up what comes after it; with the ticket itself goes all that waits for it,
 * and one that was to be handed over may be handed over anew.
 * not-found unless it is parked.
 */
export async function discardDelivery(
  { db, clock, audit, announce }: RetryParts & { announce: Announce },
  staffId: string,
  deliveryId: string,
): Promise<Result<void>> {
  const discarded = await db.transaction().execute(async (transaction) => {
    const delivery = await transaction
      .selectFrom('delivery')
      .innerJoin('link', 'link.id', 'delivery.linkId')
      .select(['linkId', 'operation', 'ticketId', 'tier'])
      .where('delivery.id', '=', deliveryId)
      .where('delivery.state', '=', 'parked')
      .executeTakeFirst();
    if (!delivery) return null;
    const { linkId, operation, ticketId, tier } = delivery;
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
    // an act that was given up is no longer under way, which agents show
    await numberChange(transaction, ticketId);
    await audit(transaction, {
      staffId,
      act: 'discard-delivery',
      subject: { kind: 'delivery', id: deliveryId },
      details: { operation, discarded: Number(numUpdatedRows) },
    });
    return { ticketId };
  });
  if (!discarded) return err('not-found');
  await announceTicket(db, announce, discarded.ticketId);
  return ok(undefined);
}
