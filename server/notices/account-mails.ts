// Mails people of the staff what changed in how they sign in. A row is removed once its mail is sent: the audit keeps what happened.
import type { FastifyBaseLogger } from 'fastify';
import { nextDelay } from '../../contract/next-delay.ts';
import type { Chance } from '../chance.ts';
import { type Clock, DAY, instantFrom, MINUTE } from '../clock.ts';
import { isDue, MAIL_DELAYS } from '../mail/mail-delays.ts';
import type { MailFailure } from '../mail/mail-failure.ts';
import type { Mailer } from '../mail/mailer.ts';
import { noteAccountMail } from '../staff/account-mails.ts';
import type { Database, Row } from '../storage/schema.ts';
import { accountMail, type KeptWays } from './account-texts.ts';

interface AccountMailParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  log: FastifyBaseLogger;
  mailer: Mailer;
  publicUrl: () => string;
}

/** Mails of one look. */
const AT_ONCE = 20;
/** Longer than a mail takes to be sent, in milliseconds: what a dead server was sending is sent again after it. */
const LEASE = 10 * MINUTE;
/** How long a mail is tried, in milliseconds. */
const RETRY_PERIOD = 7 * DAY;

/** Sends what is due, the oldest first, and stops where the mail server takes none. */
export async function sendAccountMails(parts: AccountMailParts): Promise<void> {
  const due = await parts.db
    .selectFrom('accountMail')
    .selectAll()
    .where(isDue(parts.clock, 'dueAt'))
    .orderBy('dueAt')
    .orderBy('id')
    .limit(AT_ONCE)
    .execute();
  for (const row of due) {
    const failure = await send(parts, row);
    if (failure?.kind === 'unreachable') return;
  }
}

async function send(parts: AccountMailParts, row: Row<'accountMail'>): Promise<MailFailure | null> {
  const { db, clock, mailer, publicUrl } = parts;
  const lease = instantFrom(clock, LEASE);
  const { numUpdatedRows } = await db
    .updateTable('accountMail')
    .set({ dueAt: lease, attempt: row.attempt + 1 })
    .where('id', '=', row.id)
    .where('dueAt', '=', row.dueAt)
    .executeTakeFirst();
  // another server sends it
  if (numUpdatedRows !== 1n) return null;
  const kept = row.event === 'password-reset' ? await readKeptWays(db, row.staffId) : null;
  const failure = await mailer.send(accountMail(await readOwner(db, row.staffId), row, kept, publicUrl()));
  await settle(parts, { ...row, dueAt: lease, attempt: row.attempt + 1 }, failure);
  return failure;
}

async function settle(
  { db, clock, chance, log }: AccountMailParts,
  { id, staffId, at, dueAt, attempt }: Row<'accountMail'>,
  failure: MailFailure | null,
): Promise<void> {
  const isGivenUp = failure?.kind === 'refused' || clock.now().getTime() - Date.parse(at) >= RETRY_PERIOD;
  if (failure !== null && !isGivenUp) {
    const next = instantFrom(clock, nextDelay(attempt, chance.fraction(), MAIL_DELAYS));
    await db
      .updateTable('accountMail')
      .set({ dueAt: next })
      .where('id', '=', id)
      .where('dueAt', '=', dueAt)
      .execute();
    return;
  }
  if (failure !== null) log.warn({ accountMail: id }, 'a mail about an account was given up');
  await noteAccountMail(db, staffId, failure);
  await db.deleteFrom('accountMail').where('id', '=', id).execute();
}

/** What a reset of the password leaves as it was; null where there is nothing. */
async function readKeptWays(db: Database, staffId: string): Promise<KeptWays | null> {
  const passkeys = await db
    .selectFrom('passkey')
    .select('name')
    .where('staffId', '=', staffId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  const secondFactor = await db
    .selectFrom('secondFactor')
    .select('staffId')
    .where('staffId', '=', staffId)
    .where('secret', 'is not', null)
    .executeTakeFirst();
  if (passkeys.length === 0 && !secondFactor) return null;
  return { passkeys: passkeys.map(({ name }) => name), secondFactor: secondFactor !== undefined };
}

/** In the language they chose, else that of the first organisation. */
async function readOwner(db: Database, staffId: string) {
  const { email, fullName, language } = await db
    .selectFrom('staff')
    .leftJoin('mailWish', 'mailWish.staffId', 'staff.id')
    .select(['email', 'fullName', 'mailWish.language'])
    .where('staff.id', '=', staffId)
    .executeTakeFirstOrThrow();
  const organisation = await db
    .selectFrom('organisation')
    .select('mailLanguage')
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return { email, fullName, language: language ?? organisation?.mailLanguage ?? ('en' as const) };
}
