// The health of each backend: whether its lane leaves it alone, and figures from the delivery table.
import type { BackendHealth } from '../../contract/backends.ts';
import type { StaffScope } from '../../contract/console.ts';
import { type Clock, DAY } from '../clock.ts';
import { readReason } from '../storage/reasons.ts';
import type { Database } from '../storage/schema.ts';
import { awaitedNumbers } from './awaited-numbers.ts';
import { BUILT_IN, type StoredBackend } from './backend-store.ts';
import { countDeliveries, type DeliveryCount } from './delivery-counts.ts';
import { connectorKind } from './kind-of.ts';
import { countMails } from './mail-counts.ts';

interface HealthParts {
  db: Database;
  clock: Clock;
}

type HealthRow = Pick<
  StoredBackend,
  | 'id'
  | 'settings'
  | 'polledAt'
  | 'leftAloneUntil'
  | 'lastFailureAt'
  | 'lastFailure'
  | 'leftOut'
  | 'leftOutAt'
>;

/** How long the console shows that an item was left out, in milliseconds. */
const LEFT_OUT_SHOWN_FOR = 7 * DAY;

/**
 * Counts what waits for all backends at once, of tickets of the scope. Returns a function that gives the health of one. Reasons, which may
 * quote what is of another organisation, are for those of all.
 */
export async function readHealth(
  parts: HealthParts,
  scope: StaffScope,
): Promise<(backend: HealthRow) => BackendHealth> {
  const counts = await countDeliveries(parts.db, parts.clock, scope);
  const mails = scope === null ? await countMails(parts) : null;
  const now = parts.clock.now().getTime();
  const late = (await awaitedNumbers(parts.db, { openOf: scope })).filter(
    ({ dueAt }) => Date.parse(dueAt) < now,
  );
  return ({ id, settings, polledAt, leftAloneUntil, lastFailureAt, lastFailure, leftOut, leftOutAt }) => {
    const own = counts.filter(({ backendId }) => backendId === id);
    const undelivered = own.filter(({ state }) => state !== 'parked');
    const parked = own.filter(({ state }) => state === 'parked');
    return {
      unreadable: settings === null,
      ...breakerOf(leftAloneUntil, now),
      lastFailure:
        scope !== null || lastFailureAt === null || lastFailure === null
          ? null
          : { at: lastFailureAt, reason: readReason(lastFailure) },
      waiting: sumOf(undelivered),
      parked: sumOf(parked),
      lagSeconds: Math.max(0, ...undelivered.map(({ lag }) => lag)),
      polledAt,
      overdueNumbers: late.filter(({ backendId }) => backendId === id).length,
      leftOut:
        scope !== null ||
        leftOut === null ||
        leftOutAt === null ||
        now - Date.parse(leftOutAt) > LEFT_OUT_SHOWN_FOR
          ? null
          : { at: leftOutAt, reason: readReason(leftOut) },
      mails: settings?.kind === BUILT_IN && settings.mailbox !== null ? mails : null,
      warning: settings && (connectorKind(settings.kind).warningOf?.(settings) ?? null),
    };
  };
}

function breakerOf(leftAloneUntil: string | null, now: number): Pick<BackendHealth, 'breaker' | 'retryAt'> {
  if (leftAloneUntil === null) return { breaker: 'closed', retryAt: null };
  // the next delivery probes it
  if (Date.parse(leftAloneUntil) <= now) return { breaker: 'half-open', retryAt: null };
  return { breaker: 'open', retryAt: leftAloneUntil };
}

function sumOf(counts: readonly DeliveryCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
