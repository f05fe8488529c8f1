// The delivery worker: processes deliveries, with one lane per backend. The desk in our own database has a lane at every
// server, other backends only at the one that leads: what they bear, and when they are reachable, is known in one place.
import { readSettings } from '../backends/backend-store.ts';
import { DEFAULT_PARALLEL } from '../config.ts';
import type { Observer } from '../metrics/observation.ts';
import { watchBatches, watchDeliveries } from '../metrics/watch.ts';
import { createBlame } from './blame.ts';
import { type DeliverParts, deliver } from './deliver.ts';
import { type DeskHere, deliverHere } from './deliver-here.ts';
import { lookForDoubles } from './doubles.ts';
import { createLane, type Lane } from './lane.ts';

export interface DeliveryWorker {
  /**
   * Looks for due deliveries, and for those that a dead process left in `sending`. Returns at once. New backends are looked
   * for where the settings have another revision than before, or it is not known.
   */
  kick(settingsRevision?: number): void;
  /** As `kick`, for backends elsewhere alone: another server has committed deliveries to them. */
  kickElsewhere(settingsRevision?: number): void;
  /** Makes the backend's waiting deliveries due now, and its changes read, after it was repaired. */
  tryNow(backendId: string): Promise<void>;
  /** As `tryNow`, where this server has the lane of the backend: another server was asked. */
  tryHere(backendId: string): Promise<void>;
  /**
   * Delivers to backends elsewhere from now on. What is `sending` is taken up at `formerUntil`, in milliseconds since 1970:
   * until then the server that led before may be sending it.
   */
  lead(formerUntil?: number): void;
  /** Finishes the running deliveries to backends elsewhere, and starts no more. */
  follow(): Promise<void>;
  /** Finishes the running deliveries and starts no more. */
  stop(): Promise<void>;
}

/** The server that leads, as the others ask it. */
export interface Leader {
  /** Deliveries were committed; the revision of the settings where it is known. */
  deliver(settingsRevision?: number): void;
  tryNow(backendId: string): void;
}

interface WorkerParts extends Omit<DeliverParts, 'blame'> {
  /** the desk in our own database; null where another connector stands for it */
  here: DeskHere | null;
  leader: Leader;
  /** links of one backend delivered in parallel */
  parallel?: number;
  /** told of each attempt */
  observers?: readonly Observer[];
}

export function createDeliveryWorker(parts: WorkerParts): DeliveryWorker {
  const { db, clock, log, here, leader, parallel = DEFAULT_PARALLEL, observers = [] } = parts;
  const blame = createBlame();
  const carryOut = watchDeliveries(
    (delivery, isProbe) => deliver({ ...parts, blame }, delivery, isProbe),
    observers,
  );
  const carryOutHere = here && watchBatches(() => deliverHere(parts, here), observers);
  const lanes = new Map<string, Lane>();
  let looking: Promise<void> | null = null;
  let storing = Promise.resolve();
  let isKicked = false;
  let isStopped = false;
  let isLeader = false;
  let formerUntil = 0;
  /** there are backends whose deliveries the leader carries out */
  let hasOthers = true;
  /** revision of the settings whose backends have lanes */
  let known = -1;
  const isHere = (backendId: string) => backendId === here?.backendId;

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
        failedAlone: () => blame.alone(backendId),
        deliverHere: isHere(backendId) ? carryOutHere : null,
        lookForDoubles: () => lookForDoubles(parts, backendId),
        onBreaker: (retryAt) => storeBreaker(backendId, retryAt),
        formerUntil: isHere(backendId) ? 0 : formerUntil,
      });
    lanes.set(backendId, lane);
    return lane;
  }

  /** For the console, which may ask any server. Nothing depends on it. */
  function storeBreaker(backendId: string, retryAt: number): void {
    storing = storing
      .then(() => leaveAlone(parts, backendId, retryAt))
      .catch((failure: unknown) => log.error({ err: failure }, 'the state of a backend could not be stored'));
  }

  /** Makes lanes for new backends. A backend with unreadable settings gets none: its deliveries wait. */
  async function look(): Promise<void> {
    while (isKicked && !isStopped) {
      isKicked = false;
      const backends = await db.selectFrom('backend').select(['id', 'settings', 'leftAloneUntil']).execute();
      hasOthers = backends.some(({ id }) => !isHere(id));
      for (const { id, settings, leftAloneUntil } of backends) {
        if (isStopped || lanes.has(id) || !(isLeader || isHere(id))) continue;
        if (readSettings(settings) === null) continue;
        // a new lane knows nothing of it
        if (leftAloneUntil !== null) storeBreaker(id, 0);
        laneOf(id).kick();
      }
    }
  }

  function kick(settingsRevision?: number): void {
    if (isStopped) return;
    for (const lane of lanes.values()) lane.kick();
    if (!isLeader && hasOthers) leader.deliver(settingsRevision);
    lookAgain(settingsRevision);
  }

  function lookAgain(settingsRevision: number | undefined): void {
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

  async function stopLanes(isToStop: (backendId: string) => boolean): Promise<void> {
    await looking;
    const ended = [...lanes].filter(([id]) => isToStop(id));
    for (const [id] of ended) lanes.delete(id);
    await Promise.all(ended.map(([, lane]) => lane.stop()));
    await storing;
  }

  async function tryHere(backendId: string): Promise<void> {
    parts.changeReader.tryNow(backendId);
    await lanes.get(backendId)?.tryNow();
  }

  return {
    kick,
    tryHere,
    kickElsewhere(settingsRevision) {
      if (!isLeader || isStopped) return;
      for (const [id, lane] of lanes) if (!isHere(id)) lane.kick();
      lookAgain(settingsRevision);
    },
    async tryNow(backendId) {
      if (!isLeader && !isHere(backendId)) leader.tryNow(backendId);
      await tryHere(backendId);
      kick();
    },
    lead(until = 0) {
      isLeader = true;
      formerUntil = until;
      kick();
    },
    async follow() {
      isLeader = false;
      await stopLanes((id) => !isHere(id));
    },
    async stop() {
      isStopped = true;
      await stopLanes(() => true);
    },
  };
}

async function leaveAlone(
  { db, announce }: Pick<WorkerParts, 'db' | 'announce'>,
  backendId: string,
  retryAt: number,
): Promise<void> {
  await db
    .updateTable('backend')
    .set({ leftAloneUntil: retryAt === 0 ? null : new Date(retryAt).toISOString() })
    .where('id', '=', backendId)
    .execute();
  announce.console('backends', null);
}
