// Selects the next deliveries of a backend: due ones that no earlier delivery of their link blocks.
import type { Clock } from '../clock.ts';
import { instantFrom } from '../clock.ts';
import { buildOnce } from '../storage/built-query.ts';
import { lockFree } from '../storage/dialect/dialect.ts';
import type { Database, Row } from '../storage/schema.ts';
import { SETTLED } from '../tickets/unsettled.ts';

/** Claims the next due delivery and counts the attempt; undefined when none is due. */
export async function claim(
  db: Database,
  clock: Clock,
  backendId: string,
): Promise<Row<'delivery'> | undefined> {
  const [claimed] = await claimSome(db, { backendId, now: instantFrom(clock), most: 1, state: 'sending' });
  return claimed;
}

/** As `claim`, to probe the backend: what has not failed yet goes first, for the failures may be of what failed. */
export async function claimProbe(
  db: Database,
  clock: Clock,
  backendId: string,
): Promise<Row<'delivery'> | undefined> {
  const [untried] = await claimUntried(db, { backendId, now: instantFrom(clock), most: 1, state: 'sending' });
  return untried ?? claim(db, clock, backendId);
}

/**
 * Marks due deliveries as done, at most `most`, and counts the attempt. For the transaction that carries them out: until its
 * commit nobody else sees it.
 */
export async function claimDone(
  transaction: Database,
  clock: Clock,
  backendId: string,
  most: number,
): Promise<Row<'delivery'>[]> {
  const claimed = await claimSome(transaction, { backendId, now: instantFrom(clock), most, state: 'done' });
  // an update returns its rows in any order
  return claimed.sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
}

/** As `selectReady` sorts: tickets get their numbers in the order of their arrival. */
function orderOf({ dueAt, id }: Row<'delivery'>): string {
  return `${dueAt} ${id}`;
}

type Claim = {
  backendId: string;
  now: string;
  most: number;
  state: 'sending' | 'done';
};

const claimSome = buildOnce((db, wanted: Claim) => claimOf(db, wanted, selectReady(db, wanted.backendId)));

const claimUntried = buildOnce((db, wanted: Claim) =>
  claimOf(db, wanted, selectReady(db, wanted.backendId).where('own.attempt', '=', 0)),
);

function claimOf(db: Database, { now, most, state }: Claim, ready: ReturnType<typeof selectReady>) {
  return db
    .updateTable('delivery')
    .set(({ eb, fn, val }) => ({
      state,
      attempt: eb('attempt', '+', 1),
      firstTriedAt: fn.coalesce('firstTriedAt', val(now)),
      updatedAt: now,
    }))
    .where('id', 'in', lockFree(db, ready.select('own.id').where('own.dueAt', '<=', now).limit(most)))
    .returningAll();
}

/** Returns when the next delivery is due, or null. */
export async function earliestDue(db: Database, backendId: string): Promise<string | null> {
  const [row] = await selectEarliest(db, { backendId });
  return row?.dueAt ?? null;
}

const selectEarliest = buildOnce((db, { backendId }: { backendId: string }) =>
  selectReady(db, backendId).select('own.dueAt').limit(1),
);

/**
 * Makes all waiting deliveries due in the order of their creation, except some: those that were tried while the backend was away do
 * not come last.
 */
export async function makeDue(
  db: Database,
  clock: Clock,
  backendId: string,
  except: readonly string[] = [],
): Promise<void> {
  const now = instantFrom(clock);
  await db
    .updateTable('delivery')
    .set(({ ref }) => ({ dueAt: ref('createdAt'), updatedAt: now }))
    .where('backendId', '=', backendId)
    .where('state', '=', 'waiting')
    .whereRef('dueAt', '>', 'createdAt')
    .$if(except.length > 0, (query) => query.where('id', 'not in', except))
    .execute();
}

/** Makes what is due after `latest` due now, deliveries and looks at those in doubt: the clock was ahead when that was decided. */
export async function bringNear(
  db: Database,
  clock: Clock,
  { backendId, latest }: { backendId: string; latest: string },
): Promise<void> {
  const now = instantFrom(clock);
  await db
    .updateTable('delivery')
    .set({ dueAt: now, updatedAt: now })
    .where('backendId', '=', backendId)
    .where('state', '=', 'waiting')
    .where('dueAt', '>', latest)
    .execute();
  await db
    .updateTable('delivery')
    .set({ lookAgainAt: now })
    .where('backendId', '=', backendId)
    .where('lookAgainAt', '>', latest)
    .execute();
}

/**
 * Returns deliveries that a dead process or a bug left in `sending` to `waiting`; their outcome is unknown. `running`
 * are still being delivered.
 */
export async function requeueSending(
  db: Database,
  clock: Clock,
  backendId: string,
  running: readonly string[],
): Promise<void> {
  const now = instantFrom(clock);
  await db
    .updateTable('delivery')
    // as it was before this update: when the attempt began
    .set(({ ref }) => ({ state: 'waiting', dueAt: now, unknownAt: ref('updatedAt'), updatedAt: now }))
    .where('backendId', '=', backendId)
    .where('state', '=', 'sending')
    .$if(running.length > 0, (query) => query.where('id', 'not in', running))
    .execute();
}

function selectReady(db: Database, backendId: string) {
  return db
    .selectFrom('delivery as own')
    .where('own.backendId', '=', backendId)
    .where('own.state', '=', 'waiting')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('delivery as earlier')
            .select('earlier.id')
            .whereRef('earlier.linkId', '=', 'own.linkId')
            .whereRef('earlier.ordinal', '<', 'own.ordinal')
            .where('earlier.state', 'not in', SETTLED)
            // what is parked is stepped over, except the ticket itself: without it there is nothing to write to
            .where(({ eb, or }) =>
              or([eb('earlier.state', '!=', 'parked'), eb('earlier.operation', '=', 'create-ticket')]),
            ),
        ),
      ),
    )
    .orderBy('own.dueAt')
    .orderBy('own.id');
}
