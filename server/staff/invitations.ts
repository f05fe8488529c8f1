// Invitations to the staff: a mail with a link that chooses a password, once and within a week.
import type { Staff } from '../../contract/console.ts';
import type { Language } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Invitation, LinkUse, NewInvitation, StaffMember } from '../../contract/staff.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { sha256 } from '../hashes.ts';
import type { Limits } from '../limits/limits.ts';
import { readReason } from '../storage/reasons.ts';
import type { Database, Row } from '../storage/schema.ts';
import { asAdministrator } from './as-administrator.ts';
import type { Audit, AuditAct } from './audit.ts';
import { isGuessable } from './guessable.ts';
import { type InvitationMails, mailColumns } from './invitation-mails.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import type { Passwords } from './passwords.ts';
import { isGrantable, parseScope, storeScope } from './scope.ts';
import type { SecondFactors } from './second-factor.ts';
import type { SessionOrigin, Sessions } from './sessions.ts';
import { type SignedIn, startSignedIn } from './signed-in.ts';

export interface Invitations {
  /**
   * Mails a link, also later where no mail can be sent now. Errors: staff-exists, invitation-exists, too-many-requests,
   * administrator-only, not-found for organisations beyond the caller's.
   */
  invite(caller: Staff, invitation: NewInvitation): Promise<Result<StaffMember>>;
  /** Mails another link, which replaces the former one. Errors: not-found, too-many-requests, administrator-only. */
  sendAgain(caller: Staff, id: string): Promise<Result<StaffMember>>;
  /** Errors: not-found, administrator-only. */
  withdraw(caller: Staff, id: string): Promise<Result<void>>;
  /** Returns what the link is for. Errors: invitation-invalid. */
  read(token: string): Promise<Result<Invitation>>;
  /** Makes the invited person staff, once. Errors: invitation-invalid, password-guessable. */
  accept(use: LinkUse, origin: SessionOrigin): Promise<Result<SignedIn>>;
}

interface InvitationParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  limits: Limits;
  mails: Pick<InvitationMails, 'sendDue'>;
  /** Mails the new member of the staff in this language. */
  startMailWishes(transaction: Database, staffId: string, language: Language): Promise<void>;
  sessions: Sessions;
  passwords: Passwords;
  secondFactors: SecondFactors;
  knownBrowsers: KnownBrowsers;
}

type InvitationRow = Row<'staffInvitation'>;
type InvitationAct = Extract<AuditAct, 'invite' | 'send-invitation' | 'withdraw-invitation'>;

export function createInvitations(parts: InvitationParts): Invitations {
  const { db, clock, chance, audit, limits, mails } = parts;
  /** Neither may an administrator's session send mails without end, nor may anybody's mailbox be filled. */
  const countMail = (caller: Staff, email: string) =>
    limits.take([
      { rate: 'invitationsOfStaff', key: caller.id },
      { rate: 'invitationsOfRecipient', key: email },
    ]);

  const audited = (transaction: Database, caller: Staff, act: InvitationAct, row: InvitationRow) => {
    const { id, email, fullName, role, organisationIds } = row;
    const subject = { kind: 'staff', id } as const;
    const details = { email, fullName, role, organisationIds };
    return audit(transaction, { staffId: caller.id, act, subject, details });
  };

  return {
    async invite(caller, invitation) {
      const counted = countMail(caller, invitation.email);
      if (!counted.ok) return counted;
      const row = {
        ...invitation,
        ...{ id: chance.id(), invitedBy: caller.id, ...mailColumns(clock, chance) },
        organisationIds: storeScope(invitation.organisationIds),
      };
      const invited = await asAdministrator(db, caller, async (transaction, scope) => {
        if (!(await isGrantable(transaction, scope, invitation.organisationIds))) return err('not-found');
        const taken = await problemOfAddress(transaction, invitation.email);
        if (!taken.ok) return taken;
        await transaction.insertInto('staffInvitation').values(row).execute();
        await audited(transaction, caller, 'invite', row);
        return ok(memberOf(row));
      });
      if (invited.ok) mails.sendDue();
      return invited;
    },
    async sendAgain(caller, id) {
      const email = await readAddress(db, id);
      if (email === null) return err('not-found');
      const counted = countMail(caller, email);
      if (!counted.ok) return counted;
      const changed = await asAdministrator(db, caller, async (transaction) => {
        const row = await transaction
          .updateTable('staffInvitation')
          .set({ invitedBy: caller.id, ...mailColumns(clock, chance) })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        // accepted or withdrawn meanwhile
        if (!row) return err('not-found');
        await audited(transaction, caller, 'send-invitation', row);
        return ok(memberOf(row));
      });
      if (changed.ok) mails.sendDue();
      return changed;
    },
    withdraw: (caller, id) =>
      asAdministrator(db, caller, async (transaction) => {
        const row = await transaction
          .deleteFrom('staffInvitation')
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (!row) return err('not-found');
        await audited(transaction, caller, 'withdraw-invitation', row);
        return ok(undefined);
      }),
    read: (token) => readInvitation(db, clock, token),
    accept: (use, origin) => accept(parts, use, origin),
  };
}

/** The invited, in no order. */
export async function listInvited(db: Database): Promise<StaffMember[]> {
  return (await db.selectFrom('staffInvitation').selectAll().execute()).map(memberOf);
}

function memberOf(row: InvitationRow): StaffMember {
  const { id, email, fullName, role, organisationIds, expiresAt, mailError } = row;
  const person = {
    ...{ id, email, fullName, role, lastSignInAt: null, hasSecondFactor: false, openTickets: 0 },
    ...{ hasPassword: false, absence: null },
    organisationIds: parseScope(organisationIds),
  };
  return {
    ...person,
    state: 'invited',
    invitedUntil: expiresAt,
    mailTrouble: mailError === null ? null : readReason(mailError),
  };
}

/** Errors: staff-exists, invitation-exists. */
async function problemOfAddress(db: Database, email: string): Promise<Result<void>> {
  const staff = await db.selectFrom('staff').select('id').where('email', '=', email).executeTakeFirst();
  if (staff) return err('staff-exists');
  const invited = await db
    .selectFrom('staffInvitation')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirst();
  return invited ? err('invitation-exists') : ok(undefined);
}

async function readAddress(db: Database, id: string): Promise<string | null> {
  const row = await db.selectFrom('staffInvitation').select('email').where('id', '=', id).executeTakeFirst();
  return row?.email ?? null;
}

async function readInvitation(db: Database, clock: Clock, token: string): Promise<Result<Invitation>> {
  const invitation = await db
    .selectFrom('staffInvitation')
    .innerJoin('staff', 'staff.id', 'staffInvitation.invitedBy')
    .select(['staffInvitation.email', 'staffInvitation.fullName', 'staffInvitation.role', 'expiresAt'])
    .select('staff.fullName as invitedBy')
    .where('tokenHash', '=', sha256(token))
    .where('expiresAt', '>', instantFrom(clock))
    .executeTakeFirst();
  return invitation ? ok(invitation) : err('invitation-invalid');
}

async function accept(
  parts: InvitationParts,
  { token, password }: LinkUse,
  origin: SessionOrigin,
): Promise<Result<SignedIn>> {
  const { db, clock, audit } = parts;
  const read = await readInvitation(db, clock, token);
  if (!read.ok) return read;
  if (isGuessable(password, read.value)) return err('password-guessable');
  const passwordHash = await parts.passwords.hash(password);
  return db.transaction().execute(async (transaction) => {
    // accepted, withdrawn or replaced while the password was hashed
    const invitation = await transaction
      .deleteFrom('staffInvitation')
      .where('tokenHash', '=', sha256(token))
      .returning(['id', 'email', 'fullName', 'role', 'organisationIds', 'language'])
      .executeTakeFirst();
    if (!invitation) return err('invitation-invalid');
    const { language, ...person } = invitation;
    const account = { ...person, passwordHash };
    await transaction
      .insertInto('staff')
      .values({ ...account, createdAt: instantFrom(clock) })
      .execute();
    await parts.startMailWishes(transaction, account.id, language);
    const subject = { kind: 'staff', id: account.id } as const;
    await audit(transaction, { staffId: account.id, act: 'accept-invitation', subject });
    return ok(await startSignedIn(transaction, parts, account, origin));
  });
}
