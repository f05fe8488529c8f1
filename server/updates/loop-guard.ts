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
/** How often a backend may say the same about a ticket in a day: people correct a time, or ask again. */
const MOST_SAME = 2;

/**
 * Whether a new comment of a backend is more than people would write, which is not relayed to the ticket's other backend and
 * of which staff should know: the same text once too often, or too many. Counts it, in the transaction that records it.
 */
export async function isLoop(
  transaction: Database,
  clock: Clock,
  { linkId, ticketId, body }: { linkId: string; ticketId: string; body: string },
): Promise<boolean> {
  const textHash = hashOf(body);
  const since = (milliseconds: number) =>
    transaction
      .selectFrom('relayedComment')
      .where('ticketId', '=', ticketId)
      .where('at', '>', instantFrom(clock, -milliseconds));
  const count = async (comments: ReturnType<typeof since>) => {
    const { said } = await comments
      .select(({ fn }) => fn.countAll<number>().as('said'))
      .executeTakeFirstOrThrow();
    return said;
  };
  const same = since(DAY).where('linkId', '=', linkId).where('textHash', '=', textHash);
  let isTooMuch = (await count(same)) >= MOST_SAME;
  for (const { most, within } of PACES) isTooMuch ||= (await count(since(within))) >= most;
  await transaction
    .insertInto('relayedComment')
    .values({ ticketId, linkId, textHash, at: instantFrom(clock) })
    .execute();
  return isTooMuch;
}

/** Numbers and spaces differ in acknowledgements that are otherwise the same. */
function hashOf(body: string): string {
  return createHash('sha256')
    .update(body.toLowerCase().replace(/[\d\s]+/g, ' '))
    .digest('base64');
}
