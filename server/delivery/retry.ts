// Staff put a parked delivery back to work.
import { err, ok, type Result } from '../../contract/result.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';

/** The delivery waits again, due now. not-found unless it is parked. */
export async function retryDelivery(
  { db, clock, audit }: { db: Database; clock: Clock; audit: Audit },
  staffId: string,
  deliveryId: string,
): Promise<Result<void>> {
  const now = instantFrom(clock);
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('delivery')
      // 1, not 0: what the last try did is unknown, so the backend is asked for the key first
      .set({ state: 'waiting', attempt: 1, dueAt: now, updatedAt: now })
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
