// The delivery worker: the only one that moves deliveries, each backend in a lane of its own.
import { readSettings } from '../backends/backend-store.ts';
import { DEFAULT_PARALLEL } from '../config.ts';
import { type DeliverParts, deliver } from './deliver.ts';
import { createLane, type Lane } from './lane.ts';

export interface DeliveryWorker {
  /** There may be something to deliver, or a dead process left it half sent. Returns at once. */
  kick(): void;
  /** As `kick`, after this backend was put right: what waits for its next try goes at once. */
  tryNow(backendId: string): Promise<void>;
  /** How its lane is; a backend without one is well. */
  of(backendId: string): ReturnType<Lane['health']>;
  /** Finishes the deliveries in hand and starts no other. */
  stop(): Promise<void>;
}

interface WorkerParts extends DeliverParts {
  /** links of one backend at once */
  parallel?: number;
}

export function createDeliveryWorker(parts: WorkerParts): DeliveryWorker {
  const { db, clock, log, announce, parallel = DEFAULT_PARALLEL } = parts;
  const lanes = new Map<string, Lane>();
  let looking: Promise<void> | null = null;
  let wanted = false;
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
        deliver: (delivery) => deliver(parts, delivery),
        onHealth: () => announce.console('backends'),
      });
    lanes.set(backendId, lane);
    return lane;
  }

  /** A backend that was added since has no lane yet; one whose settings cannot be read gets none, and what is for it waits. */
  async function look(): Promise<void> {
    while (wanted && !isStopped) {
      wanted = false;
      const backends = await db.selectFrom('backend').select(['id', 'settings']).execute();
      for (const { id, settings } of backends) {
        if (!isStopped && !lanes.has(id) && readSettings(settings) !== null) laneOf(id).kick();
      }
    }
  }

  function kick(): void {
    wanted = true;
    if (isStopped) return;
    for (const lane of lanes.values()) lane.kick();
    if (looking) return;
    looking = look()
      .catch((failure: unknown) => log.error({ err: failure }, 'the delivery worker found no backends'))
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
