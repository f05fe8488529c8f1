// What became of the mails of the built-in desk's mailbox in the last days, for its health.
import type { BackendHealth } from '../../contract/backends.ts';
import { type Clock, DAY, instantFrom } from '../clock.ts';
import type { Database } from '../storage/schema.ts';

/** How far back mails that became nothing are counted, in milliseconds. */
const COUNTED_FOR = 7 * DAY;

export async function countMails({
  db,
  clock,
}: {
  db: Database;
  clock: Clock;
}): Promise<NonNullable<BackendHealth['mails']>> {
  const rows = await db
    .selectFrom('deskMail')
    .select(({ fn }) => ['outcome', fn.countAll().as('count')])
    .where((where) =>
      where.or([
        where('outcome', '=', 'held'),
        where.and([
          where('outcome', 'in', ['automatic', 'refused', 'too-many', 'failed']),
          where('takenAt', '>', instantFrom(clock, -COUNTED_FOR)),
        ]),
      ]),
    )
    .groupBy('outcome')
    .execute();
  const count = (...outcomes: string[]) =>
    rows.filter(({ outcome }) => outcomes.includes(outcome)).reduce((sum, row) => sum + Number(row.count), 0);
  return {
    held: count('held'),
    automatic: count('automatic'),
    refused: count('refused'),
    notTaken: count('too-many', 'failed'),
  };
}
