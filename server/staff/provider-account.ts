// Whose account a sign-in with the identity provider is: known by issuer and subject, joined by a verified address, or made for
// who is in a group that gives a role. The role follows the groups at each sign-in.
import type { Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { StaffProvider } from '../../contract/staff-provider.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { provenPerson } from '../oidc/proven-person.ts';
import type { Proof } from '../oidc/provider.ts';
import { lockRows } from '../storage/dialect/dialect.ts';
import type { Database, Row } from '../storage/schema.ts';
import { tellOwner } from './account-mails.ts';
import type { Audit } from './audit.ts';
import type { SessionOrigin, Sessions } from './sessions.ts';

/** The account after the sign-in. */
export interface ProviderAccount {
  account: Row<'staff'>;
  /** the groups take the role of administrator away, and there is no other one */
  staysAdministrator: boolean;
  /** hashes of the tokens whose event streams end: they may do something else now */
  cutOff: readonly string[];
}

interface AccountParts {
  clock: Clock;
  chance: Chance;
  audit: Audit;
  sessions: Pick<Sessions, 'tokensOf'>;
}

interface SigningIn {
  provider: StaffProvider;
  proof: Proof;
  /** of a new account */
  passwordHash: string;
  origin: SessionOrigin;
}

/** Returns the issuer as identities name it: some providers write it with a slash at the end, and without. */
export function issuerKey(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

/** Returns the role that the groups give, the higher of two; null: none. */
export function roleOf(
  { administratorGroups, technicianGroups }: StaffProvider,
  groups: readonly string[],
): Staff['role'] | null {
  const isIn = (wanted: readonly string[]) => wanted.some((group) => groups.includes(group));
  if (isIn(administratorGroups)) return 'administrator';
  return isIn(technicianGroups) ? 'technician' : null;
}

/**
 * Finds, joins or makes the account, and lets its role follow `role`. Errors: sign-in-account-refused, sign-in-unverified; nothing was
 * written then.
 */
export async function accountOfProof(
  transaction: Database,
  parts: AccountParts,
  signingIn: SigningIn,
  role: Staff['role'],
): Promise<Result<ProviderAccount>> {
  // of two sign-ins at the same time, the second sees what the first did
  const administrators = await lockRows(
    transaction,
    transaction
      .selectFrom('staff')
      .select(['id', 'organisationIds'])
      .where('role', '=', 'administrator')
      .where('deactivatedAt', 'is', null)
      .orderBy('id'),
    'staff',
  ).execute();
  const found =
    (await findKnown(transaction, signingIn)) ?? (await joinOrMake(transaction, parts, signingIn, role));
  if (!found.ok) return found;
  const account = found.value;
  if (account.deactivatedAt !== null) return err('sign-in-account-refused');
  if (account.role === role) return ok({ account, staysAdministrator: false, cutOff: [] });
  const subject = { kind: 'staff', id: account.id } as const;
  // one of all organisations has to remain
  const others = administrators.filter(
    ({ id, organisationIds }) => organisationIds === null && id !== account.id,
  );
  const isLast = account.organisationIds === null && others.length === 0;
  if (account.role === 'administrator' && isLast) {
    await parts.audit(transaction, { staffId: null, act: 'keep-administrator', subject });
    return ok({ account, staysAdministrator: true, cutOff: [] });
  }
  await transaction.updateTable('staff').set({ role }).where('id', '=', account.id).execute();
  const details = { role, roleBefore: account.role, by: 'groups' };
  await parts.audit(transaction, { staffId: null, act: 'change-staff', subject, details });
  const cutOff = await parts.sessions.tokensOf(transaction, account.id);
  return ok({ account: { ...account, role }, staysAdministrator: false, cutOff });
}

/** The account that signed in with this identity before; null: none did. Its address may be verified meanwhile. */
async function findKnown(
  transaction: Database,
  { provider: { issuer }, proof }: SigningIn,
): Promise<Result<Row<'staff'>> | null> {
  const account = await findAccount(transaction, proof);
  if (!account) return null;
  if (account.emailProven === 1 || verifiedAddress(issuer, proof) !== account.email) return ok(account);
  await transaction.updateTable('staff').set({ emailProven: 1 }).where('id', '=', account.id).execute();
  return ok({ ...account, emailProven: 1 });
}

/** Returns the account of an identity. */
export function findAccount(
  db: Database,
  { issuer, subject }: Pick<Proof, 'issuer' | 'subject'>,
): Promise<Row<'staff'> | undefined> {
  return db
    .selectFrom('staff')
    .selectAll('staff')
    .innerJoin('staffIdentity', 'staffIdentity.staffId', 'staff.id')
    .where('staffIdentity.issuer', '=', issuer)
    .where('staffIdentity.subject', '=', subject)
    .executeTakeFirst();
}

/** An address that the provider does not call verified joins nothing: it makes an account where nobody has it. */
async function joinOrMake(
  transaction: Database,
  parts: AccountParts,
  { provider: { issuer }, proof, passwordHash, origin }: SigningIn,
  role: Staff['role'],
): Promise<Result<Row<'staff'>>> {
  const { claims } = proof;
  const person = provenPerson(claims, { issuer, addressClaim: 'email', acceptsUnverified: true });
  if (!person.ok) return person;
  const isVerified = verifiedAddress(issuer, proof) !== null;
  const { email, fullName } = person.value;
  const present = await transaction
    .selectFrom('staff')
    .selectAll()
    .where('email', '=', email)
    .executeTakeFirst();
  const invited = await transaction
    .selectFrom('staffInvitation')
    .select(['id', 'fullName', 'organisationIds'])
    .where('email', '=', email)
    .executeTakeFirst();
  if ((present ?? invited) && !isVerified) return err('sign-in-account-refused');
  if (present && !(await mayJoin(transaction, present, proof))) return err('sign-in-account-refused');
  const account =
    present ??
    (await make(transaction, parts, {
      ...{ id: invited?.id ?? parts.chance.id(), email, fullName: invited?.fullName ?? fullName },
      ...{ role, passwordHash, organisationIds: invited?.organisationIds ?? null },
      emailProven: Number(isVerified),
    }));
  const { issuer: provenBy, subject } = proof;
  const createdAt = instantFrom(parts.clock);
  await transaction
    .insertInto('staffIdentity')
    .values({ issuer: provenBy, subject, staffId: account.id, createdAt })
    .execute();
  const about = { kind: 'staff', id: account.id } as const;
  const details = { issuer: provenBy, subject, email, role: account.role, isNew: !present };
  await parts.audit(transaction, { staffId: null, act: 'join-provider', subject: about, details });
  if (present) await tellOwner(transaction, parts, account.id, { event: 'provider-joined' }, origin);
  return ok(account);
}

/** Returns the address that the provider calls verified, or null. */
function verifiedAddress(issuer: string, { claims }: Proof): string | null {
  const person = provenPerson(claims, { issuer, addressClaim: 'email', acceptsUnverified: false });
  return person.ok ? person.value.email : null;
}

/** Whoever has the address at the provider now is somebody else where another identity of it joined before. */
async function mayJoin(
  transaction: Database,
  { id, deactivatedAt }: Row<'staff'>,
  { issuer }: Proof,
): Promise<boolean> {
  if (deactivatedAt !== null) return false;
  const other = await transaction
    .selectFrom('staffIdentity')
    .select('subject')
    .where('staffId', '=', id)
    .where('issuer', '=', issuer)
    .executeTakeFirst();
  return other === undefined;
}

/** Makes an account without a password. Whoever was invited has the id of the invitation, which is used up. */
async function make(
  transaction: Database,
  { clock }: AccountParts,
  account: Pick<
    Row<'staff'>,
    'id' | 'email' | 'fullName' | 'role' | 'organisationIds' | 'passwordHash' | 'emailProven'
  >,
): Promise<Row<'staff'>> {
  await transaction.deleteFrom('staffInvitation').where('id', '=', account.id).execute();
  return transaction
    .insertInto('staff')
    .values({ ...account, hasPassword: 0, createdAt: instantFrom(clock) })
    .returningAll()
    .executeTakeFirstOrThrow();
}
