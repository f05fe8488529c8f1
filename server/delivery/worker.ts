// The delivery worker: processes deliveries, with one lane per backend.
import { readSettings } from '../backends/backend-store.ts';
import { DEFAULT_PARALLEL } from '../config.ts';
import type { Observer } from '../metrics/observation.ts';
import { watchDeliveries } from '../metrics/watch.ts';
import { type DeliverParts, deliver } from './deliver.ts';
import { createLane, type Lane } from './lane.ts';

export interface DeliveryWorker {
  /** Looks for due deliveries, and for those that a dead process left in `sending`. Returns at once. */
  kick(): void;
  /** Makes the backend's waiting deliveries due now, after it was repaired. */
  tryNow(backendId: string): Promise<void>;
  /** Returns the health of the backend's lane; closed breaker where it has none. */
  of(backendId: string): ReturnType<Lane['health']>;
  /** Finishes the running deliveries and starts no more. */
  stop(): Promise<void>;
}

interface WorkerParts extends DeliverParts {
  /** links of one backend delivered in parallel */
  parallel?: number;
  /** told of each attempt */
  observers?: readonly Observer[];
}

export function createDeliveryWorker(parts: WorkerParts): DeliveryWorker {
  const { db, clock, log, announce, parallel = DEFAULT_PARALLEL, observers = [] } = parts;
  const carryOut = watchDeliveries((delivery) => deliver(parts, delivery), observers);
  const lanes = new Map<string, Lane>();
  let looking: Promise<void> | null = null;
  let isKicked = false;
  let isStopped = false;

  function laneOf(backendId: string): Lane {
    const lane =
      lanes.get(backendId) ??
      createLane({
        db,
        clock,
        log,
        backendId,
        parallel,
        deliver: carryOut,
        onHealth: () => announce.console('backends'),
      });
    lanes.set(backendId, lane);
    return lane;
  }

  /** Makes lanes for new backends. A backend with unreadable settings gets none: its deliveries wait. */
  async function look(): Promise<void> {
    while (isKicked && !isStopped) {
      isKicked = false;
      const backends = await db.selectFrom('backend').select(['id', 'settings']).execute();
      for (const { id, settings } of backends) {
        if (!isStopped && !lanes.has(id) && readSettings(settings) !== null) laneOf(id).kick();
      }
    }
  }

  function kick(): void {
    isKicked = true;
    if (isStopped) return;
    for (const lane of lanes.values()) lane.kick();
    if (looking) return;
    looking = look()
      .catch((failure: unknown) =>
        log.error({ err: failure }, 'the delivery worker could not list the backends'),
      )
      .finally(() => {
        looking = null;
      });
  }

  return {
    kick,
    async tryNow(backendId) {
      await lanes.get(backendId)?.tryNow();
      kick();
    },
    of: (backendId) => lanes.get(backendId)?.health() ?? { breaker: 'closed', retryAt: null },
    async stop() {
      isStopped = true;
      await looking;
      await Promise.all([...lanes.values()].map((lane) => lane.stop()));
    },
  };
}
