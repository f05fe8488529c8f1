// Acts of administrators on the staff. Whoever acts is an active administrator when the act is committed, and nobody acts on
// themselves: so one active administrator always remains, also when two of them act on each other.
import type { Staff } from '../../contract/console.ts';
import { err, type Result } from '../../contract/result.ts';
import { lockRows } from '../storage/dialect/dialect.ts';
import type { Database } from '../storage/schema.ts';

/**
 * Runs `act` in a transaction that holds the rows of all active administrators: of two that act at the same time, the second sees
 * what the first did, at any level of isolation. Errors: administrator-only when the caller no longer is one; those of `act`.
 */
export function asAdministrator<T>(
  db: Database,
  caller: Pick<Staff, 'id'>,
  act: (transaction: Database) => Promise<Result<T>>,
): Promise<Result<T>> {
  return db.transaction().execute(async (transaction) => {
    const administrators = transaction
      .selectFrom('staff')
      .select('id')
      .where('role', '=', 'administrator')
      .where('deactivatedAt', 'is', null)
      .orderBy('id');
    const held = await lockRows(transaction, administrators, 'staff').execute();
    return held.some(({ id }) => id === caller.id) ? act(transaction) : err('administrator-only');
  });
}
