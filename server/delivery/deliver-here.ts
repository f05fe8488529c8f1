// Carries out deliveries of a desk in our own database: in the transaction that settles them, so that nothing is half done.

import { type Clock, instantFrom } from '../clock.ts';
import type { Failure, Found, OperationResult } from '../connectors/connector.ts';
import { failedBy } from '../connectors/results.ts';
import { isOfDatabase } from '../storage/dialect/database-failure.ts';
import type { Database, Row } from '../storage/schema.ts';
import { claimDone } from './claims.ts';
import { announceAnswer, putBack, type ReadLink, readLink, type SettleParts, storeAnswer } from './settle.ts';

/** A desk whose tables are in our own database. */
export interface DeskHere {
  readonly backendId: string;
  /** Carries out a delivery, in the caller's transaction. Idempotent. */
  carryOut(
    transaction: Database,
    clock: Clock,
    delivery: Row<'delivery'>,
    link: ReadLink,
  ): Promise<OperationResult<Found>>;
}

/** Deliveries that share a transaction: the others must not wait long for the writer. */
const MOST_SHARED = 16;

/** Ends a transaction that must not be kept. */
class Failed extends Error {
  readonly delivery: Row<'delivery'>;
  readonly failure: Failure;

  constructor(delivery: Row<'delivery'>, failure: Failure) {
    super('a delivery failed');
    this.delivery = delivery;
    this.failure = failure;
  }
}

interface Attempted {
  delivery: Row<'delivery'>;
  failure: Failure | null;
}

/** Carries out due deliveries. Returns them with their outcomes; none when nothing is due. */
export async function deliverHere(parts: SettleParts, desk: DeskHere): Promise<Attempted[]> {
  try {
    return await deliverSome(parts, desk, MOST_SHARED);
  } catch (failed) {
    if (!(failed instanceof Failed)) throw failed;
  }
  // which one failed is not to the account of the others: one by one
  try {
    return await deliverSome(parts, desk, 1);
  } catch (failed) {
    if (!(failed instanceof Failed)) throw failed;
    await putBack(parts, failed.delivery, failed.failure);
    return [failed];
  }
}

async function deliverSome(
  { db, clock, announce, log }: SettleParts,
  desk: DeskHere,
  most: number,
): Promise<Attempted[]> {
  async function carryOut(transaction: Database, delivery: Row<'delivery'>, link: ReadLink) {
    try {
      return await desk.carryOut(transaction, clock, delivery, link);
    } catch (bug) {
      // a full disk, or another transaction: not to the account of this delivery
      if (isOfDatabase(bug)) throw bug;
      log.error({ err: bug, delivery: delivery.id }, 'a connector failed unexpectedly');
      return failedBy(bug);
    }
  }

  const settled = await db.transaction().execute(async (transaction) => {
    const answers: { delivery: Row<'delivery'>; link: ReadLink; isChanged: boolean }[] = [];
    for (const delivery of await claimDone(transaction, clock, desk.backendId, most)) {
      const link = await readLink(transaction, delivery.linkId);
      const found = await carryOut(transaction, delivery, link);
      if (!found.ok) throw new Failed(delivery, found.failure);
      const now = instantFrom(clock);
      const isChanged = await storeAnswer(transaction, delivery, found.value, link, now);
      answers.push({ delivery, link, isChanged });
    }
    return answers;
  });
  for (const { link, isChanged } of settled) await announceAnswer(db, announce, isChanged, link);
  return settled.map(({ delivery }) => ({ delivery, failure: null }));
}
