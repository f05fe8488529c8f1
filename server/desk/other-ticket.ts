// The other ticket that staff name by its number, to merge a ticket into it or to link the two.
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { inScope } from '../staff/scope.ts';
import type { Database, Row } from '../storage/schema.ts';
import { findByNumber, numbersOf } from '../tickets/numbered-ticket.ts';

/**
 * Errors: ticket-itself; ticket-of-other-organisation for a number that the caller sees elsewhere only; ticket-number-unknown, also for a
 * ticket that they do not see.
 */
export async function findOther(
  db: Database,
  { organisationIds }: Pick<Staff, 'organisationIds'>,
  { id, organisationId }: Pick<Row<'ticket'>, 'id' | 'organisationId'>,
  number: string,
): Promise<Result<Row<'ticket'>>> {
  const other = await findByNumber(db, organisationId, number);
  if (other) return other.id === id ? err('ticket-itself') : ok(other);
  const elsewhere = await db
    .selectFrom('ticket')
    .select('id')
    .where('number', 'in', numbersOf(number))
    .where(inScope(organisationIds, 'ticket.organisationId'))
    .limit(1)
    .executeTakeFirst();
  return err(elsewhere ? 'ticket-of-other-organisation' : 'ticket-number-unknown');
}
