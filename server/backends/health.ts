// The health of each backend: the state of its lane from the delivery worker, and figures from the delivery table.
import type { BackendHealth } from '../../contract/backends.ts';
import { type Clock, DAY, SECOND } from '../clock.ts';
import { readReason } from '../storage/reasons.ts';
import type { Database } from '../storage/schema.ts';
import { awaitedNumbers } from './awaited-numbers.ts';
import type { StoredBackend } from './backend-store.ts';
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

/** Reads the figures of all backends at once. Returns a function that gives the health of one. */
export async function readHealth(parts: HealthParts): Promise<(backend: HealthRow) => BackendHealth> {
  const figures = await figuresOf(parts.db);
  const now = parts.clock.now().getTime();
  const late = (await awaitedNumbers(parts.db, 'open')).filter(({ dueAt }) => Date.parse(dueAt) < now);
  return ({ id, settings, polledAt, lastFailureAt, lastFailure, leftOut, leftOutAt }) => {
    const { waiting = 0, parked = 0, oldest = null } = figures.get(id) ?? {};
    return {
      unreadable: settings === null,
      ...parts.deliveryHealth.of(id),
      lastFailure:
        lastFailureAt === null || lastFailure === null
          ? null
          : { at: lastFailureAt, reason: readReason(lastFailure) },
      waiting,
      parked,
      lagSeconds: oldest === null ? 0 : Math.max(0, (now - Date.parse(oldest)) / SECOND),
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

interface Figures {
  waiting: number;
  parked: number;
  oldest: string | null;
}

/** Counts the unsettled deliveries of each backend. */
async function figuresOf(db: Database): Promise<Map<string, Figures>> {
  const rows = await db
    .selectFrom('delivery')
    .select(({ fn }) => [
      'backendId',
      'state',
      fn.countAll<number>().as('count'),
      fn.min('createdAt').as('oldest'),
    ])
    // naming each backend lets SQLite use the index; otherwise it would read every delivery ever made
    .where('backendId', 'in', ({ selectFrom }) => selectFrom('backend').select('id'))
    .where('state', 'in', ['waiting', 'sending', 'parked'])
    .groupBy(['backendId', 'state'])
    .execute();
  const figures = new Map<string, Figures>();
  for (const { backendId, state, count, oldest } of rows) {
    const own = figures.get(backendId) ?? { waiting: 0, parked: 0, oldest: null };
    if (state === 'parked') own.parked += count;
    else {
      own.waiting += count;
      if (own.oldest === null || oldest < own.oldest) own.oldest = oldest;
    }
    figures.set(backendId, own);
  }
  return figures;
}
