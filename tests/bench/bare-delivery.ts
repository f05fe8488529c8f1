// The floor of delivery: the rows that a delivery changes, written again in one bare durable commit.
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';

/** The rows of ticket `@id`, each with the columns that a delivery writes. */
const UPDATES = [
  'UPDATE delivery SET state = state, attempt = attempt, last_error = last_error, updated_at = @at WHERE key = @id',
  'UPDATE ticket SET number = number, status = status, solution = solution, updated_at = @at WHERE id = @id',
  'UPDATE link SET number = number, status = status, ref = ref, updated_at = @at WHERE ticket_id = @id',
  'UPDATE requester SET change_seq = change_seq WHERE id = (SELECT requester_id FROM ticket WHERE id = @id)',
  'UPDATE change SET seq = seq WHERE ticket_id = @id',
];

export interface BareDelivery {
  /** Returns the milliseconds of the transaction for a ticket that was delivered. */
  commit(ticketId: string): number;
  close(): void;
}

/** Opens the server's database in `folder` beside it, with the server's own pragmas. */
export function openBareDelivery(folder: string): BareDelivery {
  const database = new BetterSqlite(join(folder, 'guichet.sqlite'));
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const updates = UPDATES.map((update) => database.prepare(update));
  const write = database.transaction((row: { id: string; at: string }) => {
    for (const update of updates) {
      if (update.run(row).changes !== 1) throw new Error(`the ticket has no such row: ${update.source}`);
    }
  });
  return {
    commit(id) {
      const at = new Date().toISOString();
      const began = performance.now();
      write({ id, at });
      return performance.now() - began;
    },
    close: () => void database.close(),
  };
}
