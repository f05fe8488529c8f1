// The queue of mails about tickets, as administrators see it, and their decisions on parked ones.
import type { Staff } from '../../contract/console.ts';
import type { MailQueue } from '../../contract/mails.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { type Clock, DAY, instantFrom } from '../clock.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Audit } from '../staff/audit.ts';
import { readReason } from '../storage/reasons.ts';
import type { Database, Row } from '../storage/schema.ts';

/** Parked mails in one answer. */
const MOST_PARKED = 200;
/** How long it is known what was mailed, in milliseconds. */
const KEPT = 90 * DAY;

export async function readMailQueue(db: Database, { missing }: Pick<Mailer, 'missing'>): Promise<MailQueue> {
  const { waiting } = await db
    .selectFrom('notice')
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where('state', 'in', ['waiting', 'sending'])
    .executeTakeFirstOrThrow();
  const failed = await db
    .selectFrom('notice')
    .select('lastError')
    .where('state', 'in', ['waiting', 'sending'])
    .where('lastError', 'is not', null)
    .orderBy('updatedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  const failure = failed?.lastError == null ? null : readReason(failed.lastError);
  return { waiting: Number(waiting), trouble: missing ?? failure, parked: await readParked(db) };
}

async function readParked(db: Database): Promise<MailQueue['parked']> {
  const rows = await db
    .selectFrom('notice')
    .innerJoin('ticket', 'ticket.id', 'notice.ticketId')
    .leftJoin('requester', 'requester.id', 'notice.requesterId')
    .leftJoin('staff', 'staff.id', 'notice.staffId')
    .select(['notice.id', 'event', 'notice.ticketId', 'ticket.number', 'lastError'])
    .select(['requester.email as requester', 'staff.email as staff', 'notice.updatedAt as since'])
    .where('notice.state', '=', 'parked')
    .orderBy('notice.updatedAt')
    .orderBy('notice.id')
    .limit(MOST_PARKED)
    .execute();
  return rows.map(({ lastError, requester, staff, ...mail }) => ({
    ...mail,
    to: requester ?? staff ?? '',
    // a parked mail always has a reason
    reason: readReason(lastError ?? ''),
  }));
}

interface DecisionParts {
  db: Database;
  clock: Clock;
  audit: Audit;
}

/** The mail is tried again now, for as long as a new one. Error: not-found unless it is parked. */
export function retryMail(parts: DecisionParts, staff: Staff, id: string): Promise<Result<void>> {
  const now = instantFrom(parts.clock);
  const again = { state: 'waiting', attempt: 0, firstTriedAt: null, dueAt: now } as const;
  return decide(parts, staff, id, 'retry-mail', again);
}

/** Error: not-found unless it is parked. */
export function discardMail(parts: DecisionParts, staff: Staff, id: string): Promise<Result<void>> {
  return decide(parts, staff, id, 'discard-mail', { state: 'discarded' });
}

function decide(
  { db, clock, audit }: DecisionParts,
  { id: staffId }: Staff,
  id: string,
  act: 'retry-mail' | 'discard-mail',
  columns: Partial<Row<'notice'>>,
): Promise<Result<void>> {
  return db.transaction().execute(async (transaction) => {
    const decided = await transaction
      .updateTable('notice')
      .set({ ...columns, updatedAt: instantFrom(clock) })
      .where('id', '=', id)
      .where('state', '=', 'parked')
      .returning('ticketId')
      .executeTakeFirst();
    if (!decided) return err('not-found');
    await audit(transaction, { staffId, act, subject: { kind: 'notice', id }, details: { ...decided } });
    return ok(undefined);
  });
}

/** Forgets what was mailed long ago. */
export async function removeOldNotices({ db, clock }: Pick<DecisionParts, 'db' | 'clock'>): Promise<void> {
  await db
    .deleteFrom('notice')
    .where('state', 'in', ['sent', 'dropped', 'discarded'])
    .where('updatedAt', '<=', instantFrom(clock, -KEPT))
    .execute();
}
