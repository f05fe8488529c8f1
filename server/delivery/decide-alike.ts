// One decision of staff on all deliveries that are parked at one backend for one reason.
import type { NotNull } from 'kysely';
import type { SettledAlike } from '../../contract/backends.ts';
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { inScope } from '../staff/scope.ts';
import type { Database } from '../storage/schema.ts';

/** Each is decided in its own transaction, so a call ends within seconds; what is left takes another call. */
const MOST_AT_ONCE = 2000;

/** What a decision did, and the organisations of its tickets. */
export interface DecidedAlike extends SettledAlike {
  organisationIds: ReadonlySet<string>;
}

/**
 * Decides on a parked delivery and on those of the caller's scope that are alike, the earliest parked first. `decide` returns the
 * organisation of the ticket, or an error where somebody else has decided meanwhile. Errors: not-found unless the delivery is parked.
 */
export async function decideAlike(
  db: Database,
  { organisationIds: scope }: Pick<Staff, 'organisationIds'>,
  deliveryId: string,
  decide: (id: string) => Promise<Result<string>>,
): Promise<Result<DecidedAlike>> {
  const model = await db
    .selectFrom('delivery')
    .select(['backendId', 'lastError'])
    .where('id', '=', deliveryId)
    .where('state', '=', 'parked')
    // a parked delivery always has a reason
    .$narrowType<{ lastError: NotNull }>()
    .executeTakeFirst();
  if (!model) return err('not-found');
  const alike = await db
    .selectFrom('delivery')
    .innerJoin('link', 'link.id', 'delivery.linkId')
    .innerJoin('ticket', 'ticket.id', 'link.ticketId')
    .select('delivery.id')
    .where('delivery.backendId', '=', model.backendId)
    .where('delivery.state', '=', 'parked')
    .where('delivery.lastError', '=', model.lastError)
    .where(inScope(scope, 'ticket.organisationId'))
    .orderBy('delivery.updatedAt')
    .orderBy('delivery.id')
    .execute();
  const organisationIds = new Set<string>();
  let settled = 0;
  for (const { id } of alike.slice(0, MOST_AT_ONCE)) {
    const decided = await decide(id);
    if (!decided.ok) continue;
    settled += 1;
    organisationIds.add(decided.value);
  }
  return ok({ settled, left: Math.max(0, alike.length - MOST_AT_ONCE), organisationIds });
}
