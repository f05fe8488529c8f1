// Forgotten passwords: a mail with a link that chooses another one, once and within an hour. The second factor stays.
import type { FastifyBaseLogger } from 'fastify';
import type { Staff } from '../../contract/console.ts';
import type { Language } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { LinkUse, PasswordLinkRequest, Recovery } from '../../contract/staff.ts';
import type { Chance } from '../chance.ts';
import { type Clock, HOUR, instantFrom } from '../clock.ts';
import { newSecret, sha256 } from '../hashes.ts';
import type { Limits } from '../limits/limits.ts';
import type { Mailer } from '../mail/mailer.ts';
import { passwordMail } from '../mail/texts.ts';
import type { Database, Row } from '../storage/schema.ts';
import { noteAccountMail, tellOwner } from './account-mails.ts';
import { asAdministrator } from './as-administrator.ts';
import type { Audit } from './audit.ts';
import { isGuessable } from './guessable.ts';
import type { Passwords } from './passwords.ts';
import type { SessionOrigin, Sessions } from './sessions.ts';

/** How long the link of a mail is valid, in milliseconds. */
const LINK_LIFE = HOUR;

export interface PasswordLinks {
  /**
   * Mails a link to an active account that has a password. The answer comes first and says nothing of the account. Errors:
   * too-many-requests, for an address without an account too.
   */
  request(request: PasswordLinkRequest): Result<void>;
  /** Mails a link to somebody. Errors: not-found where they have no password, too-many-requests, administrator-only. */
  send(caller: Staff, id: string, language: Language): Promise<Result<void>>;
  /** Returns whose password the link sets. Errors: password-link-invalid. */
  read(token: string): Promise<Result<Recovery>>;
  /**
   * Sets the password and ends all sessions; nobody is signed in. Returns the hashes of the tokens that are no longer valid. Errors:
   * password-link-invalid, password-guessable.
   */
  use(use: LinkUse, origin: SessionOrigin): Promise<Result<string[]>>;
  /** Waits until the mails that were answered for are sent. */
  settled(): Promise<void>;
}

interface PasswordLinkParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  limits: Limits;
  mailer: Mailer;
  sessions: Sessions;
  passwords: Passwords;
  log: FastifyBaseLogger;
  publicUrl: () => string;
}

type Account = Pick<Row<'staff'>, 'id' | 'email' | 'fullName'>;

export function createPasswordLinks(parts: PasswordLinkParts): PasswordLinks {
  const { db, clock, chance, audit, limits, mailer, log, publicUrl } = parts;
  const sending = new Set<Promise<unknown>>();

  function afterAnswer(work: Promise<unknown>): void {
    const done = work
      .catch((failure: unknown) => log.error({ err: failure }, 'a password link was not sent'))
      .finally(() => sending.delete(done));
    sending.add(done);
  }

  /** Replaces a former link. Returns the token. */
  async function offer(transaction: Database, { id }: Account, by: string | null): Promise<string> {
    const token = newSecret(chance);
    const link = { tokenHash: sha256(token), expiresAt: instantFrom(clock, LINK_LIFE) };
    await transaction
      .insertInto('passwordLink')
      .values({ staffId: id, ...link })
      .onConflict((conflict) => conflict.column('staffId').doUpdateSet(link))
      .execute();
    const subject = { kind: 'staff', id } as const;
    await audit(transaction, { staffId: by, act: 'send-password-link', subject });
    return token;
  }

  /** Sent once: whoever asked for it asks again. */
  async function mail(
    { id, email: to, fullName }: Account,
    token: string,
    language: Language,
  ): Promise<void> {
    const link = `${publicUrl()}/password#${token}`;
    const failure = await mailer.send(passwordMail({ to, fullName, link, language, life: LINK_LIFE }));
    await noteAccountMail(db, id, failure);
  }

  async function sendWhereKnown({ email, language }: PasswordLinkRequest): Promise<void> {
    const offered = await db.transaction().execute(async (transaction) => {
      const account = await withPassword(transaction).where('email', '=', email).executeTakeFirst();
      return account && { account, token: await offer(transaction, account, null) };
    });
    if (offered) await mail(offered.account, offered.token, language);
  }

  const countMail = (email: string) => limits.take([{ rate: 'passwordLinksOfRecipient', key: email }]);

  return {
    request(request) {
      const counted = countMail(request.email);
      if (counted.ok) afterAnswer(sendWhereKnown(request));
      return counted;
    },
    async send(caller, id, language) {
      const offered = await asAdministrator(db, caller, async (transaction) => {
        const account = await withPassword(transaction).where('id', '=', id).executeTakeFirst();
        if (!account) return err('not-found');
        const counted = countMail(account.email);
        if (!counted.ok) return counted;
        return ok({ account, token: await offer(transaction, account, caller.id) });
      });
      if (!offered.ok) return offered;
      afterAnswer(mail(offered.value.account, offered.value.token, language));
      return ok(undefined);
    },
    async read(token) {
      const link = await readLink(parts, db, token);
      return link ? ok(link.shown) : err('password-link-invalid');
    },
    async use({ token, password }, origin) {
      const link = await readLink(parts, db, token);
      if (!link) return err('password-link-invalid');
      if (isGuessable(password, link.shown)) return err('password-guessable');
      const passwordHash = await parts.passwords.hash(password);
      return db
        .transaction()
        .execute((transaction) => usePasswordLink(transaction, parts, { token, passwordHash, origin }));
    },
    async settled() {
      await Promise.all(sending);
    },
  };
}

/** Active accounts that sign in with a password. */
function withPassword(db: Database) {
  return db
    .selectFrom('staff')
    .select(['id', 'email', 'fullName'])
    .where('hasPassword', '=', 1)
    .where('deactivatedAt', 'is', null);
}

async function usePasswordLink(
  transaction: Database,
  parts: PasswordLinkParts,
  { token, passwordHash, origin }: { token: string; passwordHash: string; origin: SessionOrigin },
): Promise<Result<string[]>> {
  const { audit, sessions } = parts;
  // used or replaced, or the account deactivated, while the password was hashed
  const link = await readLink(parts, transaction, token);
  if (!link) return err('password-link-invalid');
  const { staffId } = link;
  const { numDeletedRows } = await transaction
    .deleteFrom('passwordLink')
    .where('tokenHash', '=', sha256(token))
    .executeTakeFirst();
  if (numDeletedRows === 0n) return err('password-link-invalid');
  await transaction.updateTable('staff').set({ passwordHash }).where('id', '=', staffId).execute();
  const ended = await sessions.endAll(transaction, staffId);
  const subject = { kind: 'staff', id: staffId } as const;
  await audit(transaction, {
    ...{ staffId, act: 'reset-password', subject },
    details: { sessions: ended.length },
  });
  await tellOwner(transaction, parts, staffId, { event: 'password-reset' }, origin);
  return ok(ended);
}

/** The link with its account, which may have been deactivated since. */
async function readLink(
  { clock }: Pick<PasswordLinkParts, 'clock'>,
  db: Database,
  token: string,
): Promise<{ staffId: string; shown: Recovery } | null> {
  const row = await withPassword(db)
    .innerJoin('passwordLink', 'passwordLink.staffId', 'staff.id')
    .select('expiresAt')
    .where('tokenHash', '=', sha256(token))
    .where('expiresAt', '>', instantFrom(clock))
    .executeTakeFirst();
  if (!row) return null;
  const { id: staffId, ...shown } = row;
  return { staffId, shown };
}
