// Takes notices to send. A claim is a lease: whoever claims is given time, and what a dead server had claimed is due again after it.
import { type SqlBool, sql } from 'kysely';
import { DIGEST_MINUTES } from '../../contract/mails.ts';
import { type Clock, instantFrom, MINUTE } from '../clock.ts';
import { LONGEST_WAIT } from '../mail/mail-delays.ts';
import { buildOnce } from '../storage/built-query.ts';
import { lockFree } from '../storage/dialect/dialect.ts';
import type { Database, Row } from '../storage/schema.ts';

/** Longer than any mail takes to be sent, in milliseconds. */
const LEASE = 10 * MINUTE;

/** How long a technician's digest is gathered at most, in milliseconds. */
const LONGEST_DIGEST = Math.max(...DIGEST_MINUTES) * MINUTE;

/** Notices that go in one mail: one, or those of a technician's digest, oldest first. */
export type Claimed = readonly [Row<'notice'>, ...Row<'notice'>[]];

/**
 * Claims what is due, at most `most` mails, and counts the attempt. What one person is told of one ticket leaves in its order: the next
 * only when the one before is sent or given up.
 */
export async function claimDue(db: Database, clock: Clock, most: number): Promise<Claimed[]> {
  const [now, until] = [instantFrom(clock), instantFrom(clock, LEASE)];
  const due = await claimSome(db, { now, until, most });
  const single = due.filter(({ digest }) => digest === 0).map((notice): Claimed => [notice]);
  const digests = Map.groupBy(
    due.filter(({ digest }) => digest === 1),
    ({ staffId }) => staffId ?? '',
  );
  const joined = [];
  for (const [staffId, some] of digests) {
    const others = await claimDigest(db, { staffId, now, until });
    const [first, ...more] = [...some, ...others].sort((one, other) =>
      orderOf(one) < orderOf(other) ? -1 : 1,
    );
    if (first) joined.push([first, ...more] as const);
  }
  return [...single, ...joined];
}

/**
 * Makes notices due now that are due later than any is put off: the clock was ahead when that was decided. What is being sent keeps a
 * lease, which begins now: its mail may be under way.
 */
export async function bringNear(db: Database, clock: Clock): Promise<void> {
  const last = await db
    .selectFrom('notice')
    .select('dueAt')
    .where('state', 'in', ['waiting', 'sending'])
    .orderBy('dueAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last || last.dueAt <= instantFrom(clock, LONGEST_WAIT)) return;
  const leaseEnd = instantFrom(clock, LEASE);
  await db
    .updateTable('notice')
    .set({ dueAt: leaseEnd })
    .where('state', '=', 'sending')
    .where('dueAt', '>', leaseEnd)
    .execute();
  for (const digest of [0, 1]) {
    const latest = instantFrom(clock, LONGEST_WAIT + digest * LONGEST_DIGEST);
    await db
      .updateTable('notice')
      .set({ dueAt: instantFrom(clock) })
      .where('state', '=', 'waiting')
      .where('digest', '=', digest)
      .where('dueAt', '>', latest)
      .execute();
  }
}

function orderOf({ createdAt, id }: Row<'notice'>): string {
  return `${createdAt} ${id}`;
}

/** Of what happened at the same moment, the first that is told is that the ticket was received; the others have their numbers. */
const placeOf = (notice: 'earlier' | 'own') => {
  const column = (name: string) => sql.ref(`${notice}.${name}`);
  const received = sql`case ${column('event')} when 'received' then 0 else 1 end`;
  return sql`(${column('created_at')}, ${received}, coalesce(${column('change_seq')}, 0), ${column('id')})`;
};

/** Everything before it is sent or given up. */
const IN_ORDER = sql<SqlBool>`not exists (
    select 1 from notice as earlier
    where earlier.ticket_id = own.ticket_id and earlier.state in ('waiting', 'sending')
      and earlier.digest = 0 and own.digest = 0
      and (earlier.requester_id = own.requester_id or earlier.staff_id = own.staff_id)
      and ${placeOf('earlier')} < ${placeOf('own')}
  ) and not exists (
    select 1 from desk_ticket where idempotency_key = own.ticket_id and told = 0
  )`;

const claimSome = buildOnce((db, { now, until, most }: { now: string; until: string; most: number }) =>
  claimOf(db, { now, until }).where(
    'id',
    'in',
    lockFree(
      db,
      db
        .selectFrom('notice as own')
        .select('own.id')
        .where('own.state', 'in', ['waiting', 'sending'])
        .where('own.dueAt', '<=', now)
        .where(IN_ORDER)
        .orderBy('own.dueAt')
        .orderBy('own.id')
        .limit(most),
    ),
  ),
);

/** Also those that are not due: they go with the first. */
const claimDigest = buildOnce(
  (db, { staffId, now, until }: { staffId: string; now: string; until: string }) =>
    claimOf(db, { now, until })
      .where('staffId', '=', staffId)
      .where('digest', '=', 1)
      .where('state', '=', 'waiting'),
);

function claimOf(db: Database, { now, until }: { now: string; until: string }) {
  return db
    .updateTable('notice')
    .set(({ eb, fn, val }) => ({
      state: 'sending' as const,
      attempt: eb('attempt', '+', 1),
      firstTriedAt: fn.coalesce('firstTriedAt', val(now)),
      dueAt: until,
      updatedAt: now,
    }))
    .returningAll();
}
