// What waits for each backend, for metrics and for the page Status.
import { type Clock, SECOND } from '../clock.ts';
import type { Database } from '../storage/schema.ts';

/** States of deliveries that are not over. */
const PENDING = ['waiting', 'sending', 'parked'] as const;

export interface DeliveryCount {
  backendId: string;
  state: (typeof PENDING)[number];
  count: number;
  /** age of the oldest, in seconds */
  lag: number;
}

/** Counts by backend, because an index begins with it: deliveries that are over, which are many, are not read. */
export async function countDeliveries(db: Database, clock: Clock): Promise<DeliveryCount[]> {
  const backends = await db.selectFrom('backend').select('id').execute();
  const counts: DeliveryCount[] = [];
  for (const { id: backendId } of backends) {
    const rows = await db
      .selectFrom('delivery')
      .select(({ fn }) => ['state', fn.countAll().as('count'), fn.min('createdAt').as('oldest')])
      .where('backendId', '=', backendId)
      .where('state', 'in', PENDING)
      .groupBy('state')
      .execute();
    for (const state of PENDING) {
      const row = rows.find((one) => one.state === state);
      const lag = row ? (clock.now().getTime() - Date.parse(row.oldest)) / SECOND : 0;
      counts.push({ backendId, state, count: Number(row?.count ?? 0), lag: Math.max(0, lag) });
    }
  }
  return counts;
}
