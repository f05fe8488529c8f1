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
    listParkedDeliveries: async ({ query }) => listParked(parts.db, query),
    retryDelivery: async ({ staff, params }) => {
      valueOrFail(await retryDelivery(parts, staff.id, params.id));
      announceDecision(parts);
    },
    discardDelivery: async ({ staff, params }) => {
      valueOrFail(await discardDelivery(parts, staff.id, params.id));
      announceDecision(parts);
    },
  } satisfies Partial<Handlers>;
}

/** Starts the deliveries that waited for this one, and updates the console. */
function announceDecision({ announce, kickDelivery }: DeliveryParts): void {
  kickDelivery();
  announce.console('backends');
  announce.console('tickets');
}
