// What may be in a backend already although this server has never tried it: a newer database had delivered it (ADR 110).
import { type Clock, DAY, instantFrom, MINUTE } from '../clock.ts';
import type { Database } from '../storage/schema.ts';

/** How long ago a backend may have got it: as long as agents keep what they sent. */
const SINCE = 30 * DAY;

/** All that waits is looked for in its backend before it is sent, as after an attempt whose outcome is unknown. */
export async function doubtWaiting(db: Database, clock: Clock): Promise<void> {
  await doubtful(db, clock, instantFrom(clock, -SINCE)).execute();
}

/**
 * As `doubtWaiting`, of what one command has just enqueued on its ticket: the ticket or the message, its files, or the act. The agent
 * says when it was submitted, and is believed within 30 days.
 */
export async function doubtCommand(
  transaction: Database,
  clock: Clock,
  { ticketId, key, submittedAt }: { ticketId: string; key: string; submittedAt: string },
): Promise<void> {
  // before it was created here: this server has not tried it itself
  const [earliest, latest] = [instantFrom(clock, -SINCE), instantFrom(clock, -MINUTE)];
  const since = submittedAt < earliest ? earliest : submittedAt > latest ? latest : submittedAt;
  await doubtful(transaction, clock, since)
    .where('linkId', 'in', transaction.selectFrom('link').select('id').where('ticketId', '=', ticketId))
    .where(({ eb, or, selectFrom }) =>
      or([
        eb('key', '=', key),
        eb(
          'key',
          'in',
          selectFrom('attachment')
            .select('id')
            .where('ticketId', '=', ticketId)
            .where((file) => file.or([file('commentId', '=', key), file('commentId', 'is', null)])),
        ),
      ]),
    )
    .execute();
}

/** The time limit of its retries counts from now. */
function doubtful(db: Database, clock: Clock, since: string) {
  return db
    .updateTable('delivery')
    .set({ attempt: 1, firstTriedAt: since, retriedAt: instantFrom(clock) })
    .where('state', '=', 'waiting')
    .where('attempt', '=', 0);
}
