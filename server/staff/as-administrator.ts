// Acts of administrators on the staff. Whoever acts is an active administrator when the act is committed, and nobody acts on
// themselves: so one active administrator of all organisations always remains, also when two of them act on each other.
import type { Staff, StaffScope } from '../../contract/console.ts';
import { err, type Result } from '../../contract/result.ts';
import { lockRows } from '../storage/dialect/dialect.ts';
import type { Database } from '../storage/schema.ts';
import { parseScope } from './scope.ts';

/**
 * Runs `act` in a transaction that holds the rows of all active administrators: of two that act at the same time, the second sees
 * what the first did, at any level of isolation. `scope` is what the caller is limited to by then. Errors: administrator-only when the
 * caller no longer is one; those of `act`.
 */
export function asAdministrator<T>(
  db: Database,
  caller: Pick<Staff, 'id'>,
  act: (transaction: Database, scope: StaffScope) => Promise<Result<T>>,
): Promise<Result<T>> {
  return db.transaction().execute(async (transaction) => {
    const administrators = transaction
      .selectFrom('staff')
      .select(['id', 'organisationIds'])
      .where('role', '=', 'administrator')
      .where('deactivatedAt', 'is', null)
      .orderBy('id');
    const held = await lockRows(transaction, administrators, 'staff').execute();
    const own = held.find(({ id }) => id === caller.id);
    return own ? act(transaction, parseScope(own.organisationIds)) : err('administrator-only');
  });
}
