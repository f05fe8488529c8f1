// The routes of parked deliveries: staff list and retry them, administrators discard them.
import { listParked } from '../backends/parked-deliveries.ts';
import type { Clock } from '../clock.ts';
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
  return {
    listParkedDeliveries: async ({ staff, query }) => listParked(parts.db, staff.organisationIds, query),
    retryDelivery: async ({ staff, params }) => {
      const organisationId = valueOrFail(await retryDelivery(parts, staff.id, params.id));
      announceDecision(parts, organisationId);
    },
    discardDelivery: async ({ staff, params }) => {
      const organisationId = valueOrFail(await discardDelivery(parts, staff.id, params.id));
      announceDecision(parts, organisationId);
    },
  } satisfies Partial<Handlers>;
}

/** Starts the deliveries that waited for this one, and updates the console. */
function announceDecision({ announce, kickDelivery }: DeliveryParts, organisationId: string): void {
  kickDelivery();
  announce.console('backends', null);
  announce.console('tickets', organisationId);
}
