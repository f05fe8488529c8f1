// Keeps two backends of a ticket from answering each other without end, such as two desks that acknowledge every message.
import { createHash } from 'node:crypto';
import { type Clock, DAY, instantFrom, MINUTE } from '../clock.ts';
import type { Database } from '../storage/schema.ts';

/**
 * How many comments from its backends a ticket may have, among those relayed, within a time. A loop can be fast, or as slow
 * as a mail that is read every few minutes. People stay below: 50 a day is one every ten minutes through the working day of
 * two desks, about one ticket; 150 a week is 30 on each of five days. All are counted, also those that are not relayed:
 * a loop that goes on stays stopped.
 */
const PACES = [
  { most: 10, within: 10 * MINUTE },
  { most: 50, within: DAY },
  { most: 150, within: 7 * DAY },
] as const;
/** How long a text counts as said before. */
const REMEMBERED = DAY;

/** What to do with a new comment. `isLoop`: it is more than people would write, and staff should know. */
export interface RelayDecision {
  relays: boolean;
  isLoop: boolean;
}

/**
 * Decides whether a new comment of a backend is relayed to the ticket's other backend, and counts it. A text that this
 * backend has sent before is not, nor is one more than people would write. Runs in the transaction that records it.
 */
export async function decideRelay(
  transaction: Database,
  clock: Clock,
  { linkId, ticketId, body }: { linkId: string; ticketId: string; body: string },
): Promise<RelayDecision> {
  const textHash = hashOf(body);
  const since = (milliseconds: number) =>
    transaction
      .selectFrom('relayedComment')
      .where('ticketId', '=', ticketId)
      .where('at', '>', instantFrom(clock, -milliseconds));
  const repeated = await since(REMEMBERED)
    .select('at')
    .where('linkId', '=', linkId)
    .where('textHash', '=', textHash)
    .executeTakeFirst();
  let isLoop = false;
  for (const { most, within } of PACES) {
    const { count } = await since(within)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    isLoop ||= count >= most;
  }
  await transaction
    .insertInto('relayedComment')
    .values({ ticketId, linkId, textHash, at: instantFrom(clock) })
    .execute();
  return { relays: repeated === undefined && !isLoop, isLoop };
}

/** Numbers and spaces differ in acknowledgements that are otherwise the same. */
function hashOf(body: string): string {
  return createHash('sha256')
    .update(body.toLowerCase().replace(/[\d\s]+/g, ' '))
    .digest('base64');
}
