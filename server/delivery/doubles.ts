// Looks for what a backend has twice: a request whose answer did not come may be carried out after it was sent again.
import type { Reason } from '../../contract/primitives.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Connector, Doubles, Failure, OperationResult } from '../connectors/connector.ts';
import { failedBy } from '../connectors/results.ts';
import type { Database, Row } from '../storage/schema.ts';
import { announceToStaff } from '../tickets/announce.ts';
import { appendNote } from '../tickets/comments.ts';
import { barsAll } from './breaker.ts';
import type { DeliverParts } from './deliver.ts';
import type { Attempted } from './deliver-here.ts';
import { LOOK_AGAIN_AFTER } from './limits.ts';
import { lookupOf } from './operation.ts';
import { readLink } from './settle.ts';

/** Deliveries of one look. */
const MOST_AT_ONCE = 10;

/** Failures after which the question is asked again later: the backend has not said that it has nothing twice. */
const UNANSWERED: ReadonlySet<Failure['kind']> = new Set(['unreachable', 'limited', 'barred']);

type LookParts = Pick<DeliverParts, 'db' | 'clock' | 'chance' | 'backends' | 'announce' | 'log'>;

/**
 * Asks the backend about the deliveries in doubt that are due: what it has twice is ended there, and named on the ticket.
 * Returns the one at which it refused Guichet itself, after which nothing more was asked; null for none.
 */
export async function lookForDoubles(parts: LookParts, backendId: string): Promise<Attempted | null> {
  const due = await readDoubted(parts.db, parts.clock, backendId);
  if (due.length === 0) return null;
  const connector = await parts.backends.connectorOf(backendId);
  for (const delivery of due) {
    const failure = await lookAt(parts, connector, delivery);
    if (barsAll(failure)) return { delivery, failure };
  }
  return null;
}

/** Returns when a delivery in doubt is next looked at, or null. */
export async function earliestDoubt(db: Database, backendId: string): Promise<string | null> {
  const row = await selectDoubted(db, backendId).select('lookAgainAt').limit(1).executeTakeFirst();
  return row?.lookAgainAt ?? null;
}

async function readDoubted(db: Database, clock: Clock, backendId: string): Promise<Row<'delivery'>[]> {
  return selectDoubted(db, backendId)
    .selectAll()
    .where('lookAgainAt', '<=', instantFrom(clock))
    .limit(MOST_AT_ONCE)
    .execute();
}

function selectDoubted(db: Database, backendId: string) {
  return db
    .selectFrom('delivery')
    .where('backendId', '=', backendId)
    .where('lookAgainAt', 'is not', null)
    .orderBy('lookAgainAt');
}

/** Returns the failure, or null. */
async function lookAt(
  parts: LookParts,
  connector: Connector,
  delivery: Row<'delivery'>,
): Promise<Failure | null> {
  const { db, clock, announce, log } = parts;
  const link = await readLink(db, delivery.linkId);
  const answer = await endDoubles(parts, connector, delivery, link);
  const isUnanswered = !answer.ok && UNANSWERED.has(answer.failure.kind);
  const found = answer.ok ? [...answer.value.ended, ...answer.value.left] : [];
  if (!answer.ok || found.length > 0)
    log.warn(
      { delivery: delivery.id, doubles: found.length, isUnanswered },
      'a delivery was looked at again',
    );
  const lookAgainAt = isUnanswered ? instantFrom(clock, LOOK_AGAIN_AFTER) : null;
  await db.transaction().execute(async (transaction) => {
    await transaction.updateTable('delivery').set({ lookAgainAt }).where('id', '=', delivery.id).execute();
    if (!answer.ok || found.length === 0) return;
    const { en, fr } = noteOf(delivery, answer.value);
    await appendNote(transaction, parts.chance, link.ticketId, `${en}\n\n${fr}`, instantFrom(clock));
  });
  if (found.length > 0) await announceToStaff(db, announce, link.ticketId);
  return answer.ok ? null : answer.failure;
}

async function endDoubles(
  { db, clock, log }: LookParts,
  connector: Connector,
  delivery: Row<'delivery'>,
  link: Row<'link'>,
): Promise<OperationResult<Doubles>> {
  // what stays of a ticket that was created is its reference; anything else goes by its key
  const ref = delivery.operation === 'create-ticket' ? link.ref : delivery.key;
  if (!connector.endDoubles || ref === null) return { ok: true, value: { ended: [], left: [] } };
  try {
    const question = await lookupOf({ db, clock }, delivery, link);
    return await connector.endDoubles({ ...question, ref, number: link.number });
  } catch (bug) {
    log.error({ err: bug, delivery: delivery.id }, 'a connector failed unexpectedly');
    return failedBy(bug);
  }
}

const SENTENCES = {
  'create-ticket': {
    en: 'The backend made this ticket more than once, because it answered too late.',
    fr: 'Le système a créé ce ticket plus d’une fois, car il a répondu trop tard.',
  },
  other: {
    en: 'The backend wrote a part of this ticket more than once, because it answered too late.',
    fr: 'Le système a écrit une partie de ce ticket plus d’une fois, car il a répondu trop tard.',
  },
} as const;

/** For staff, in both languages: a note is stored as it is shown. */
function noteOf({ operation }: Pick<Row<'delivery'>, 'operation'>, { ended, left }: Doubles): Reason {
  const { en, fr } = SENTENCES[operation === 'create-ticket' ? operation : 'other'];
  const lines = [
    { en, fr },
    ended.length > 0 && {
      en: `Guichet ended there: ${ended.join(', ')}.`,
      fr: `Guichet y a mis fin à\u00a0: ${ended.join(', ')}.`,
    },
    left.length > 0 && {
      en: `Still there, to be closed by hand: ${left.join(', ')}.`,
      fr: `Encore là, à fermer à la main\u00a0: ${left.join(', ')}.`,
    },
  ].filter((line) => line !== false);
  return { en: lines.map((line) => line.en).join(' '), fr: lines.map((line) => line.fr).join(' ') };
}
