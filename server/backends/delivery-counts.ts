// What waits for each backend, for its health, for metrics and for the page Status.

import type { StaffScope } from '../../contract/console.ts';
import { type Clock, SECOND } from '../clock.ts';
import { inScope } from '../staff/scope.ts';
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

/** Counts the deliveries of tickets of the scope that are not over: one count for each backend and state, 0 where there are none. */
export async function countDeliveries(
  db: Database,
  clock: Clock,
  scope: StaffScope = null,
): Promise<DeliveryCount[]> {
  const rows = await db
    .selectFrom('delivery')
    .select(({ fn }) => [
      'backendId',
      'state',
      fn.countAll<number>().as('count'),
      fn.min('createdAt').as('oldest'),
    ])
    // naming each backend lets SQLite use the index; otherwise it would read every delivery ever made
    .where('backendId', 'in', ({ selectFrom }) => selectFrom('backend').select('id'))
    .where('state', 'in', PENDING)
    .$if(scope !== null, (query) =>
      query.where('linkId', 'in', ({ selectFrom }) =>
        selectFrom('link')
          .innerJoin('ticket', 'ticket.id', 'link.ticketId')
          .select('link.id')
          .where(inScope(scope, 'ticket.organisationId')),
      ),
    )
    .groupBy(['backendId', 'state'])
    .execute();
  const backends = await db.selectFrom('backend').select('id').execute();
  const now = clock.now().getTime();
  return backends.flatMap(({ id: backendId }) =>
    PENDING.map((state) => {
      const row = rows.find((one) => one.backendId === backendId && one.state === state);
      const lag = row ? Math.max(0, (now - Date.parse(row.oldest)) / SECOND) : 0;
      return { backendId, state, count: row?.count ?? 0, lag };
    }),
  );
}
