// The change feed: numbers the changes that a requester may see, and returns them as ticket snapshots.

import { LIMITS } from '../../contract/primitives.ts';
import type { TicketSnapshot } from '../../contract/ticket.ts';
import type { CapabilitiesByBackend } from '../backends/backends.ts';
import type { Database } from '../storage/schema.ts';
import { participantIds } from './participants.ts';
import { readSnapshots } from './snapshots.ts';

/**
 * Assigns the ticket each participant's next change number, in the transaction that changes the ticket. The update locks
 * the participant's row until the commit, so numbers become visible in order: a reader that has seen number n never meets
 * a later commit with a number below n.
 */
export async function numberChange(transaction: Database, ticketId: string): Promise<void> {
  for (const requesterId of await participantIds(transaction, ticketId)) {
    await numberChangeFor(transaction, requesterId, ticketId);
  }
}

/** As `numberChange`, for a change that only this requester can see. */
export async function numberChangeFor(
  transaction: Database,
  requesterId: string,
  ticketId: string,
): Promise<void> {
  const { changeSeq: seq } = await transaction
    .updateTable('requester')
    .set((row) => ({ changeSeq: row('changeSeq', '+', 1) }))
    .where('id', '=', requesterId)
    .returning('changeSeq')
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('change')
    .values({ requesterId, ticketId, seq })
    .onConflict((conflict) => conflict.columns(['requesterId', 'ticketId']).doUpdateSet({ seq }))
    .execute();
}

/** Returns the number of the requester's last change; 0 before the first. */
export async function feedPosition(db: Database, requesterId: string): Promise<number> {
  const row = await db
    .selectFrom('requester')
    .select('changeSeq')
    .where('id', '=', requesterId)
    .executeTakeFirstOrThrow();
  return row.changeSeq;
}

export interface Changes {
  tickets: TicketSnapshot[];
  cursor: number;
  more: boolean;
}

/** Returns the requester's changes after `cursor`, oldest first, at most LIMITS.ticketsPerSync tickets. */
export async function readChanges(
  db: Database,
  capabilities: CapabilitiesByBackend,
  requesterId: string,
  cursor: number,
): Promise<Changes> {
  // of one moment: what it reads, nobody has to wait for, and it waits for nobody
  const reading = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return reading.execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('change')
      .select(['ticketId', 'seq'])
      .where('requesterId', '=', requesterId)
      .where('seq', '>', cursor)
      .orderBy('seq')
      .limit(LIMITS.ticketsPerSync + 1)
      .execute();
    const page = rows.slice(0, LIMITS.ticketsPerSync);
    return {
      tickets: await readSnapshots(
        transaction,
        capabilities,
        page.map((row) => row.ticketId),
        requesterId,
      ),
      cursor: page.at(-1)?.seq ?? cursor,
      more: rows.length > page.length,
    };
  });
}
