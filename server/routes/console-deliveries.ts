// The routes of parked deliveries: staff list and retry them, administrators discard them; one by one, or all with one reason.
import type { SettledAlike } from '../../contract/backends.ts';
import type { Staff } from '../../contract/console.ts';
import { listParked } from '../backends/parked-deliveries.ts';
import type { Clock } from '../clock.ts';
import { decideAlike } from '../delivery/decide-alike.ts';
import { discardDelivery, retryDelivery } from '../delivery/retry.ts';
import { valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';

interface DeliveryParts {
  db: Database;
  clock: Clock;
  audit: Audit;
  announce: Announce;
  kickDelivery(): void;
}

export function consoleDeliveryHandlers(parts: DeliveryParts) {
  const retry = (staffId: string) => (id: string) => retryDelivery(parts, staffId, id);
  const discard = (staffId: string) => (id: string) => discardDelivery(parts, staffId, id);

  async function settleAlike(staff: Staff, id: string, decide: typeof retry): Promise<SettledAlike> {
    const decided = valueOrFail(await decideAlike(parts.db, staff, id, decide(staff.id)));
    const { organisationIds, ...settled } = decided;
    announceDecision(parts, organisationIds);
    return settled;
  }

  return {
    listParkedDeliveries: async ({ staff, query }) => listParked(parts.db, staff.organisationIds, query),
    retryDelivery: async ({ staff, params }) =>
      announceDecision(parts, [valueOrFail(await retry(staff.id)(params.id))]),
    discardDelivery: async ({ staff, params }) =>
      announceDecision(parts, [valueOrFail(await discard(staff.id)(params.id))]),
    retryAlike: ({ staff, params }) => settleAlike(staff, params.id, retry),
    discardAlike: ({ staff, params }) => settleAlike(staff, params.id, discard),
  } satisfies Partial<Handlers>;
}

/** Starts the deliveries that waited for these, and updates the console. */
function announceDecision(
  { announce, kickDelivery }: DeliveryParts,
  organisationIds: Iterable<string>,
): void {
  kickDelivery();
  announce.console('backends', null);
  for (const organisationId of organisationIds) announce.console('tickets', organisationId);
}
