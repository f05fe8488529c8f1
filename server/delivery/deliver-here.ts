// Carries out deliveries of a desk in our own database: in the transaction that settles them, so that nothing is half done.

import { type Clock, instantFrom } from '../clock.ts';
import type { Failure, Found, OperationResult } from '../connectors/connector.ts';
import { failedBy } from '../connectors/results.ts';
import { isOfDatabase } from '../storage/dialect/database-failure.ts';
import type { Database, Row } from '../storage/schema.ts';
import { allOf } from '../storage/sent-together.ts';
import { announceTo } from '../tickets/announce.ts';
import { claimDone } from './claims.ts';
import { putBack, type ReadLink, type SettleParts, storeAnswer, takeLinks } from './settle.ts';

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
  /** Called for each new ticket once it is in the desk, in the same transaction, where there are rules of teams. */
  entered(transaction: Database, clock: Clock, ticketId: string): Promise<void>;
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

/** A delivery that was carried out, with its outcome. */
export interface Attempted {
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

  // takes the deliveries and their tickets before it decides by them
  const transaction = db.transaction().setIsolationLevel('read committed');
  const settled = await transaction.execute(async (within) => {
    const claimed = await claimDone(within, clock, desk.backendId, most);
    if (claimed.length === 0) return [];
    const links = await takeLinks(within, claimed);
    const answers = claimed.map(async (delivery): Promise<Answer> => {
      const link = links.get(delivery.linkId);
      if (!link) throw new Error(`there is no link ${delivery.linkId}`);
      const found = await carryOut(within, delivery, link);
      if (!found.ok) throw new Failed(delivery, found.failure);
      return { delivery, link, found: found.value };
    });
    const stored = await storeAnswers(within, await allOf(answers), instantFrom(clock));
    for (const { delivery, link } of await allOf(answers))
      if (delivery.operation === 'create-ticket' && link.tier === 1 && link.hasTeamRules)
        await desk.entered(within, clock, link.ticketId);
    return stored;
  });
  if (settled.length > 0) {
    const readers = new Set(settled.flatMap((one) => one.readers));
    await announceTo(db, announce, {
      requesterIds: [...readers],
      organisationIds: settled.map(({ organisationId }) => organisationId),
    });
  }
  return settled.map(({ delivery }) => ({ delivery, failure: null }));
}

interface Answer {
  delivery: Row<'delivery'>;
  link: ReadLink;
  found: Found;
}

/** In the order of requesters, whose rows the numbers of changes hold: two servers wait for each other once. */
async function storeAnswers(
  transaction: Database,
  answers: readonly Answer[],
  now: string,
): Promise<(Pick<Answer, 'delivery'> & { readers: readonly string[]; organisationId: string })[]> {
  const inOrder = answers.toSorted((one, other) => (one.link.requesterId < other.link.requesterId ? -1 : 1));
  return allOf(
    inOrder.map(async ({ delivery, found, link }) => {
      const readers = await storeAnswer(transaction, delivery, found, link, now);
      return { delivery, readers: readers ?? [], organisationId: link.organisationId };
    }),
  );
}
