// Keeps two backends of a ticket from answering each other without end, such as two desks that acknowledge every message.
import { createHash } from 'node:crypto';
import { type Clock, HOUR, instantFrom, MINUTE } from '../clock.ts';
import type { Database } from '../storage/schema.ts';

/** Comments from its backends that a ticket may relay within the pause: people write no faster. */
const MOST_RELAYED = 10;
const PAUSE = 10 * MINUTE;
/** How long a text counts as said before. */
const REMEMBERED = 24 * HOUR;

/** What to do with a new comment. `isLoop`: it begins to be too fast, and staff should know. */
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
  const recent = await transaction
    .selectFrom('relayedComment')
    .select(['linkId', 'textHash', 'at'])
    .where('ticketId', '=', ticketId)
    .where('at', '>', instantFrom(clock, -REMEMBERED))
    .execute();
  await transaction
    .insertInto('relayedComment')
    .values({ ticketId, linkId, textHash, at: instantFrom(clock) })
    .execute();
  const isRepeated = recent.some((before) => before.linkId === linkId && before.textHash === textHash);
  const pauseBegan = instantFrom(clock, -PAUSE);
  const count = recent.filter(({ at }) => at > pauseBegan).length;
  return { relays: !isRepeated && count < MOST_RELAYED, isLoop: count === MOST_RELAYED };
}

/** Numbers and spaces differ in acknowledgements that are otherwise the same. */
function hashOf(body: string): string {
  return createHash('sha256')
    .update(body.toLowerCase().replace(/[\d\s]+/g, ' '))
    .digest('base64');
}
