// The change feed: numbers the changes that a requester may see, and returns them as ticket snapshots.
import { sql } from 'kysely';
import { LIMITS } from '../../contract/primitives.ts';
import type { TicketSnapshot } from '../../contract/ticket.ts';
import type { CapabilitiesByBackend } from '../backends/backends.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database, Row } from '../storage/schema.ts';
import { MARKS_LENGTH, newMark, told } from './change-marks.ts';
import { readChangedTickets } from './changed-tickets.ts';
import { selectParticipantIds } from './participants.ts';
import { snapshotsOf, takesPart } from './snapshots.ts';

/**
 * Assigns the ticket each participant's next change number, in the transaction that changes the ticket. Returns the ids of
 * the participants. The update locks their rows until the commit, so numbers become visible in order: a reader that has seen
 * number n never meets a later commit with a number below n.
 */
export async function numberChange(transaction: Database, ticketId: string): Promise<string[]> {
  const mark = newMark();
  return storeNumbers(transaction, { ticketId, mark }, await countForAll(transaction, { ticketId, mark }));
}

/** As `numberChange`, for a change that only this requester can see. */
export async function numberChangeFor(
  transaction: Database,
  requesterId: string,
  ticketId: string,
): Promise<string[]> {
  const mark = newMark();
  return storeNumbers(transaction, { ticketId, mark }, await countForOne(transaction, { requesterId, mark }));
}

/** The latest first, so that the mark of a number is found by how many came after it. */
function withMark(mark: string) {
  return sql<string>`substr(cast(${mark} as text) || change_marks, 1, ${sql.lit(MARKS_LENGTH)})`;
}

const countForAll = buildOnce((db, { ticketId, mark }: { ticketId: string; mark: string }) =>
  db
    .updateTable('requester')
    .set((row) => ({ changeSeq: row('changeSeq', '+', 1), changeMarks: withMark(mark) }))
    .where('id', 'in', selectParticipantIds(db, ticketId))
    .returning(['id as requesterId', 'changeSeq as seq']),
);

const countForOne = buildOnce((db, { requesterId, mark }: { requesterId: string; mark: string }) =>
  db
    .updateTable('requester')
    .set((row) => ({ changeSeq: row('changeSeq', '+', 1), changeMarks: withMark(mark) }))
    .where('id', '=', requesterId)
    .returning(['id as requesterId', 'changeSeq as seq']),
);

async function storeNumbers(
  transaction: Database,
  change: Pick<Row<'change'>, 'ticketId' | 'mark'>,
  numbers: readonly Pick<Row<'change'>, 'requesterId' | 'seq'>[],
): Promise<string[]> {
  for (const number of numbers) await storeNumber(transaction, { ...number, ...change });
  return numbers.map(({ requesterId }) => requesterId);
}

const storeNumber = buildOnce((db, row: Row<'change'>) =>
  db
    .insertInto('change')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['requesterId', 'ticketId']).doUpdateSet({ seq: row.seq, mark: row.mark }),
    ),
);

/** In seconds of the epoch: 2026-01-01. */
const FIRST_SECOND = 1_767_225_600;

/**
 * Gives all changes higher numbers, after a restore: agents have seen higher ones than the backup has, and would skip changes
 * that get these again. They read all their tickets again, as they are in the backup. Numbers grow by the seconds since 2026, so
 * that a later restore leads further.
 */
export async function renumberChanges(db: Database, now: Date): Promise<void> {
  const further = Math.floor(now.getTime() / 1000) - FIRST_SECOND;
  await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('change')
      .set((row) => ({ seq: row('seq', '+', further) }))
      .execute();
    await transaction
      .updateTable('requester')
      .set((row) => ({ changeSeq: row('changeSeq', '+', further) }))
      .execute();
  });
}

export interface Changes {
  tickets: TicketSnapshot[];
  /** ids of those that they no longer take part in */
  gone: string[];
  cursor: number;
  /** of the change that the cursor stands for; null where there is none newer, or it has none */
  mark: string | null;
  more: boolean;
}

/** Returns the requester's changes after `cursor`, oldest first, at most LIMITS.ticketsPerSync tickets. */
export async function readChanges(
  db: Database,
  capabilities: CapabilitiesByBackend,
  requesterId: string,
  cursor: number,
): Promise<Changes> {
  const rows = await readChangedTickets(db, requesterId, cursor);
  const page = rows.slice(0, LIMITS.ticketsPerSync);
  const last = page.at(-1);
  const own = page.filter((ticket) => takesPart(ticket, requesterId));
  return {
    tickets: await snapshotsOf(db, capabilities, own, requesterId),
    gone: page.filter((ticket) => !own.includes(ticket)).map(({ id }) => id),
    cursor: last?.seq ?? cursor,
    mark: last ? told(requesterId, last.mark) : null,
    more: rows.length > page.length,
  };
}
