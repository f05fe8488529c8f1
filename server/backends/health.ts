// The health of each backend: the state of its lane from the delivery worker, and figures from the delivery table.
import type { BackendHealth } from '../../contract/backends.ts';
import { type Clock, DAY } from '../clock.ts';
import { readReason } from '../storage/reasons.ts';
import type { Database } from '../storage/schema.ts';
import { awaitedNumbers } from './awaited-numbers.ts';
import type { StoredBackend } from './backend-store.ts';
import { countDeliveries, type DeliveryCount } from './delivery-counts.ts';
import { connectorKind } from './kind-of.ts';

/** The state of delivery lanes, which is in no table. Delivery announces `backends` to the console when it changes. */
export interface DeliveryHealth {
  /** A backend without a lane has a closed breaker. */
  of(backendId: string): Pick<BackendHealth, 'breaker' | 'retryAt'>;
}

interface HealthParts {
  db: Database;
  clock: Clock;
  deliveryHealth: DeliveryHealth;
}

type HealthRow = Pick<
  StoredBackend,
  'id' | 'settings' | 'polledAt' | 'lastFailureAt' | 'lastFailure' | 'leftOut' | 'leftOutAt'
>;

/** How long the console shows that an item was left out, in milliseconds. */
const LEFT_OUT_SHOWN_FOR = 7 * DAY;

/** Counts what waits for all backends at once. Returns a function that gives the health of one. */
export async function readHealth(parts: HealthParts): Promise<(backend: HealthRow) => BackendHealth> {
  const counts = await countDeliveries(parts.db, parts.clock);
  const now = parts.clock.now().getTime();
  const late = (await awaitedNumbers(parts.db, 'open')).filter(({ dueAt }) => Date.parse(dueAt) < now);
  return ({ id, settings, polledAt, lastFailureAt, lastFailure, leftOut, leftOutAt }) => {
    const own = counts.filter(({ backendId }) => backendId === id);
    const undelivered = own.filter(({ state }) => state !== 'parked');
    const parked = own.filter(({ state }) => state === 'parked');
    return {
      unreadable: settings === null,
      ...parts.deliveryHealth.of(id),
      lastFailure:
        lastFailureAt === null || lastFailure === null
          ? null
          : { at: lastFailureAt, reason: readReason(lastFailure) },
      waiting: sumOf(undelivered),
      parked: sumOf(parked),
      lagSeconds: Math.max(0, ...undelivered.map(({ lag }) => lag)),
      polledAt,
      overdueNumbers: late.filter(({ backendId }) => backendId === id).length,
      leftOut:
        leftOut === null || leftOutAt === null || now - Date.parse(leftOutAt) > LEFT_OUT_SHOWN_FOR
          ? null
          : { at: leftOutAt, reason: readReason(leftOut) },
      warning: settings && (connectorKind(settings.kind).warningOf?.(settings) ?? null),
    };
  };
}

function sumOf(counts: readonly DeliveryCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
