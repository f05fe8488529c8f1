// The delivery worker: the only one that moves deliveries, one at a time, in the order of their tickets.
import type { FastifyBaseLogger } from 'fastify';
import type { TicketStatus } from '../../contract/words.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom, SECOND } from '../clock.ts';
import type { Answer, Connector, Found } from '../connectors/connector.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../updates/announce.ts';
import { type BackendFacts, recordFacts, statusFacts } from '../updates/record.ts';
import { nextDelay } from './next-delay.ts';
import { carryOut } from './operation.ts';

/** Tries before a delivery is parked and left to staff. */
export const MOST_ATTEMPTS = 10;

/** Pause after a failure of the worker itself, such as a full disk. */
const PAUSE = 10 * SECOND;

export interface DeliveryWorker {
  /** There may be something to deliver, or a dead process left it half sent. Returns at once. */
  kick(): void;
  /** Finishes the delivery in hand and starts no other. */
  stop(): Promise<void>;
}

interface WorkerParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  connector: Connector;
  announce: Announce;
  log: FastifyBaseLogger;
}

export function createDeliveryWorker(parts: WorkerParts): DeliveryWorker {
  const { db, clock, log } = parts;
  let running: Promise<void> | null = null;
  let kicked = false;
  let stopped = false;
  let cancelTimer = () => {};

  async function deliverAllDue(): Promise<void> {
    do {
      kicked = false;
      await takeBackHalfSent(db, instantFrom(clock));
      let delivery = await nextDue(db, instantFrom(clock));
      while (delivery && !stopped) {
        await deliver(parts, delivery);
        delivery = await nextDue(db, instantFrom(clock));
      }
    } while (kicked && !stopped);
    const dueAt = await earliestDue(db);
    if (dueAt !== null) wake(Math.max(0, Date.parse(dueAt) - clock.now().getTime()));
  }

  function wake(milliseconds: number): void {
    cancelTimer();
    if (!stopped) cancelTimer = clock.after(milliseconds, kick);
  }

  function kick(): void {
    kicked = true;
    if (stopped || running) return;
    running = deliverAllDue()
      .catch((failure: unknown) => {
        log.error({ err: failure }, 'the delivery worker failed and will start again');
        wake(PAUSE);
      })
      .finally(() => {
        running = null;
        // a kick that came after the last look at the table must not wait for the next one
        if (kicked) kick();
      });
  }

  return {
    kick,
    async stop() {
      stopped = true;
      cancelTimer();
      await running;
    },
  };
}

/** What a dead process, or a failure of our own, left in hand: its outcome is unknown. */
async function takeBackHalfSent(db: Database, now: string): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ state: 'waiting', dueAt: now, updatedAt: now })
    .where('state', '=', 'sending')
    .execute();
}

/** Waiting deliveries that no earlier one of their ticket holds up. */
function selectReady(db: Database) {
  return db
    .selectFrom('delivery as own')
    .where('own.state', '=', 'waiting')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('delivery as earlier')
            .select('earlier.id')
            .whereRef('earlier.ticketId', '=', 'own.ticketId')
            .whereRef('earlier.ordinal', '<', 'own.ordinal')
            .where('earlier.state', '!=', 'done'),
        ),
      ),
    )
    .orderBy('own.dueAt')
    .orderBy('own.id');
}

async function nextDue(db: Database, now: string): Promise<Row<'delivery'> | undefined> {
  return selectReady(db).selectAll('own').where('own.dueAt', '<=', now).limit(1).executeTakeFirst();
}

async function earliestDue(db: Database): Promise<string | null> {
  const row = await selectReady(db).select('own.dueAt').limit(1).executeTakeFirst();
  return row?.dueAt ?? null;
}

async function deliver(parts: WorkerParts, delivery: Row<'delivery'>): Promise<void> {
  const { db, clock, connector, log } = parts;
  await db
    .updateTable('delivery')
    .set({ state: 'sending', attempt: delivery.attempt + 1, updatedAt: instantFrom(clock) })
    .where('id', '=', delivery.id)
    .execute();
  const before = await statusOf(db, delivery.ticketId);
  let answer: Answer<Found>;
  try {
    answer = await carryOut(db, connector, delivery);
  } catch (bug) {
    log.error({ err: bug, delivery: delivery.id }, 'a connector failed unexpectedly');
    answer = { ok: false, reason: bug instanceof Error ? bug.message : String(bug) };
  }
  if (answer.ok) await settle(parts, delivery, answer.value, before);
  else await putBack(parts, delivery, answer.reason);
}

async function statusOf(db: Database, ticketId: string): Promise<TicketStatus> {
  const { status } = await db
    .selectFrom('ticket')
    .select('status')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  return status;
}

/** One transaction for the delivery and what the backend said: neither is known without the other. */
async function settle(
  { db, clock, announce }: WorkerParts,
  delivery: Row<'delivery'>,
  found: Found,
  before: TicketStatus,
): Promise<void> {
  const now = instantFrom(clock);
  const isNews = await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('delivery')
      .set({ state: 'done', lastError: null, updatedAt: now })
      .where('id', '=', delivery.id)
      .execute();
    // a technician who has changed the status while the backend was asked has the last word
    const isOvertaken = (await statusOf(transaction, delivery.ticketId)) !== before;
    const facts = factsOf(delivery, isOvertaken ? { ...found, status: null } : found);
    if (facts !== null) await recordFacts(transaction, delivery.ticketId, facts, now);
    return facts !== null;
  });
  // those who take part were told when intake accepted it; only the console shows deliveries
  if (isNews) await announceTicket(db, announce, delivery.ticketId);
  else announce.console('tickets');
}

/** What a delivery that went through tells of its ticket; null when that is nothing. */
function factsOf({ operation }: Row<'delivery'>, { ref, number, status }: Found): BackendFacts | null {
  const moved = status === null ? {} : statusFacts(status);
  if (operation === 'create-ticket') return { number, backendRef: ref, ...moved };
  // the snapshot says which acts are under way: this one no longer is
  return status === null && operation !== 'act-on-ticket' ? null : moved;
}

async function putBack(
  { db, clock, chance, announce, log }: WorkerParts,
  delivery: Row<'delivery'>,
  reason: string,
): Promise<void> {
  const attempt = delivery.attempt + 1;
  const parked = attempt >= MOST_ATTEMPTS;
  log.warn({ delivery: delivery.id, attempt, parked, reason }, 'a delivery failed');
  await db
    .updateTable('delivery')
    .set({
      state: parked ? 'parked' : 'waiting',
      dueAt: instantFrom(clock, nextDelay(attempt, chance.fraction())),
      lastError: reason,
      updatedAt: instantFrom(clock),
    })
    .where('id', '=', delivery.id)
    .execute();
  if (parked) announce.console('tickets');
}
