// Parked deliveries, which wait for a decision of staff, as the console lists them.
import type { NotNull } from 'kysely';
import type { DeliveryQuery, ParkedDelivery } from '../../contract/backends.ts';
import type { StaffScope } from '../../contract/console.ts';
import { inScope } from '../staff/scope.ts';
import { readReason } from '../storage/reasons.ts';
import type { Database } from '../storage/schema.ts';

/** More than anybody handles by hand; once some are settled, the next ones appear. */
const MOST_SHOWN = 500;
/** Of those with one reason, which are decided together: one reason hides no other. */
const MOST_ALIKE = 20;

/**
 * Returns parked deliveries of the scope, the earliest parked first; only one backend's where the query names it. Of those at one
 * backend with one reason it returns the first 20, and says how many there are.
 */
export async function listParked(
  db: Database,
  scope: StaffScope,
  { state, backend }: DeliveryQuery,
): Promise<ParkedDelivery[]> {
  const parked = db
    .selectFrom('delivery')
    .innerJoin('link', 'link.id', 'delivery.linkId')
    .innerJoin('ticket', 'ticket.id', 'link.ticketId')
    .innerJoin('backend', 'backend.id', 'delivery.backendId')
    .select([
      'delivery.id',
      'link.ticketId',
      'ticket.number',
      'ticket.title',
      'backend.name as backend',
      'delivery.operation',
      'delivery.lastError',
      'delivery.attempt as attempts',
      'delivery.updatedAt as since',
    ])
    .select(({ fn }) => [
      fn
        .countAll<number>()
        .over((alike) => alike.partitionBy(['delivery.backendId', 'delivery.lastError']))
        .as('alike'),
      fn
        .agg<number>('row_number')
        .over((alike) =>
          alike
            .partitionBy(['delivery.backendId', 'delivery.lastError'])
            .orderBy('delivery.updatedAt')
            .orderBy('delivery.id'),
        )
        .as('place'),
    ])
    .where('delivery.state', '=', state)
    .where(inScope(scope, 'ticket.organisationId'))
    // a parked delivery always has a reason
    .$narrowType<{ lastError: NotNull }>();
  const named =
    backend === undefined
      ? // naming each backend lets SQLite use the index
        parked.where('delivery.backendId', 'in', ({ selectFrom }) => selectFrom('backend').select('id'))
      : parked.where('delivery.backendId', '=', backend);
  const rows = await db
    .selectFrom(named.as('parked'))
    .selectAll()
    .where('place', '<=', MOST_ALIKE)
    .orderBy('since')
    .orderBy('id')
    .limit(MOST_SHOWN)
    .execute();
  return rows.map(({ lastError, place, ...row }) => ({ ...row, reason: readReason(lastError) }));
}
