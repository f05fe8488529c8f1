// Parked deliveries, which wait for a decision of staff, as the console lists them.
import type { NotNull } from 'kysely';
import type { DeliveryQuery, ParkedDelivery } from '../../contract/backends.ts';
import type { StaffScope } from '../../contract/console.ts';
import { inScope } from '../staff/scope.ts';
import { readReason } from '../storage/reasons.ts';
import type { Database } from '../storage/schema.ts';

/** More than anybody handles by hand; once some are settled, the next ones appear. */
const MOST_SHOWN = 500;

/** Returns parked deliveries of the scope, the earliest parked first; only one backend's where the query names it. */
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
    .where('delivery.state', '=', state)
    .where(inScope(scope, 'ticket.organisationId'))
    .orderBy('delivery.updatedAt')
    .orderBy('delivery.id')
    .limit(MOST_SHOWN)
    // a parked delivery always has a reason
    .$narrowType<{ lastError: NotNull }>();
  const rows = await (backend === undefined
    ? // naming each backend lets SQLite use the index
      parked.where('delivery.backendId', 'in', ({ selectFrom }) => selectFrom('backend').select('id'))
    : parked.where('delivery.backendId', '=', backend)
  ).execute();
  return rows.map(({ lastError, ...row }) => ({ ...row, reason: readReason(lastError) }));
}
