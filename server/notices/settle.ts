// Stores what became of claimed notices.
import { nextDelay } from '../../contract/next-delay.ts';
import type { Reason } from '../../contract/primitives.ts';
import type { Chance } from '../chance.ts';
import { type Clock, DAY, instantFrom } from '../clock.ts';
import { MAIL_DELAYS } from '../mail/mail-delays.ts';
import { writeReason } from '../storage/reasons.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Claimed } from './claims.ts';

interface SettleParts {
  db: Database;
  clock: Clock;
  chance: Chance;
}

/** How long a mail is tried before it is parked, in milliseconds: longer than a weekend (RFC 5321 section 4.5.4.1). */
const RETRY_PERIOD = 7 * DAY;

export function finishNotices(parts: SettleParts, notices: Claimed): Promise<void> {
  return settle(parts, notices, { state: 'sent', lastError: null });
}

/** Nobody needs them any more, or may be told of them. */
export function dropNotices(parts: SettleParts, notices: Claimed): Promise<void> {
  return settle(parts, notices, { state: 'dropped', lastError: null });
}

export function parkNotices(parts: SettleParts, notices: Claimed, reason: Reason): Promise<void> {
  return settle(parts, notices, { state: 'parked', lastError: writeReason(reason) });
}

/** They wait for the next try, or are parked after a week of tries. */
export async function putBackNotices(parts: SettleParts, notices: Claimed, reason: Reason): Promise<void> {
  const { clock, chance } = parts;
  const [{ attempt, firstTriedAt }] = notices;
  const since = clock.now().getTime() - Date.parse(firstTriedAt ?? instantFrom(clock));
  if (since >= RETRY_PERIOD) return parkNotices(parts, notices, reason);
  const dueAt = instantFrom(clock, nextDelay(attempt, chance.fraction(), MAIL_DELAYS));
  return settle(parts, notices, { state: 'waiting', dueAt, lastError: writeReason(reason) });
}

type Outcome = Pick<Row<'notice'>, 'state' | 'lastError'> & Partial<Pick<Row<'notice'>, 'dueAt'>>;

/** What another server has claimed meanwhile, after the lease, is its own. The lease itself may have moved: the clock was set right. */
async function settle({ db, clock }: SettleParts, notices: Claimed, outcome: Outcome): Promise<void> {
  const { updatedAt: claimedAt } = notices[0];
  await db
    .updateTable('notice')
    .set({ ...outcome, updatedAt: instantFrom(clock) })
    .where(
      'id',
      'in',
      notices.map(({ id }) => id),
    )
    .where('state', '=', 'sending')
    .where('updatedAt', '=', claimedAt)
    .execute();
}
