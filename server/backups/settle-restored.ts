// What a database needs once it came back older, whatever brought it back: `guichet restore`, pg_restore, a snapshot of the machine.
import { type Clock, DAY, instantFrom } from '../clock.ts';
import { doubtWaiting } from '../delivery/doubt-waiting.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import { renumberChanges } from '../tickets/change-feed.ts';
import { skipNumbers } from '../tickets/desk-numbers.ts';

/** Ticket numbers left out for each week begun since the database was last in use: more than a busy help desk gives in one. */
const LEFT_OUT_A_WEEK = 10_000;

/**
 * Agents read all their tickets again and send what is missing, numbers that were given since are not given again, and what waits is
 * looked for in its backend first. Returns how many ticket numbers are left out.
 */
export async function settleRestored(
  db: Database,
  { clock, audit }: { clock: Clock; audit: Audit },
): Promise<number> {
  const leftOut = LEFT_OUT_A_WEEK * (await weeksSinceUse(db, clock));
  await renumberChanges(db, clock.now());
  await db.transaction().execute(async (transaction) => {
    await doubtWaiting(transaction, clock);
    await skipNumbers(transaction, leftOut);
    const subject = { kind: 'server', id: 'database' } as const;
    const details = { numbersLeftOut: leftOut };
    await audit(transaction, { staffId: null, act: 'settle-restored', subject, details });
  });
  return leftOut;
}

/** At least 1. By the last act or command in it: nobody says when the copy was made. */
async function weeksSinceUse(db: Database, clock: Clock): Promise<number> {
  const last = await db
    .selectNoFrom(({ selectFrom }) => [
      selectFrom('audit')
        .select(({ fn }) => fn.max('at').as('at'))
        .as('act'),
      selectFrom('command')
        .select(({ fn }) => fn.max('acceptedAt').as('at'))
        .as('command'),
    ])
    .executeTakeFirst();
  const used = [last?.act, last?.command]
    .filter((at) => typeof at === 'string')
    .sort()
    .at(-1);
  const since = clock.now().getTime() - Date.parse(used ?? instantFrom(clock));
  return Math.max(1, Math.ceil(since / (7 * DAY)));
}
