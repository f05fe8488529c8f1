// The delivery worker: processes deliveries, with one lane per backend.
import { readSettings } from '../backends/backend-store.ts';
import { DEFAULT_PARALLEL } from '../config.ts';
import type { Observer } from '../metrics/observation.ts';
import { watchBatches, watchDeliveries } from '../metrics/watch.ts';
import { type DeliverParts, deliver } from './deliver.ts';
import { type DeskHere, deliverHere } from './deliver-here.ts';
import { createLane, type Lane } from './lane.ts';

export interface DeliveryWorker {
  /**
   * Looks for due deliveries, and for those that a dead process left in `sending`. Returns at once. New backends are looked
   * for where the settings have another revision than before, or it is not known.
   */
  kick(settingsRevision?: number): void;
  /** Makes the backend's waiting deliveries due now, after it was repaired. */
  tryNow(backendId: string): Promise<void>;
  /** Returns the health of the backend's lane; closed breaker where it has none. */
  of(backendId: string): ReturnType<Lane['health']>;
  /** Finishes the running deliveries and starts no more. */
  stop(): Promise<void>;
}

interface WorkerParts extends DeliverParts {
  /** the desk in our own database; null where another connector stands for it */
  here: DeskHere | null;
  /** links of one backend delivered in parallel */
  parallel?: number;
  /** told of each attempt */
  observers?: readonly Observer[];
}

export function createDeliveryWorker(parts: WorkerParts): DeliveryWorker {
  const { db, clock, log, announce, here, parallel = DEFAULT_PARALLEL, observers = [] } = parts;
  const carryOut = watchDeliveries((delivery) => deliver(parts, delivery), observers);
  const carryOutHere = here && watchBatches(() => deliverHere(parts, here), observers);
  const lanes = new Map<string, Lane>();
  let looking: Promise<void> | null = null;
  let isKicked = false;
  let isStopped = false;
  /** revision of the settings whose backends have lanes */
  let known = -1;

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
        deliverHere: backendId === here?.backendId ? carryOutHere : null,
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

  function kick(settingsRevision?: number): void {
    if (isStopped) return;
    for (const lane of lanes.values()) lane.kick();
    if (settingsRevision !== undefined && settingsRevision <= known) return;
    known = settingsRevision ?? known;
    isKicked = true;
    if (looking) return;
    looking = look()
      .catch((failure: unknown) => {
        known = -1;
        log.error({ err: failure }, 'the delivery worker could not list the backends');
      })
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
