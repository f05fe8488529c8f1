// Starts the session of somebody who has just proved who they are: by a password, a passkey, or a one-time link.
import type { SignedInStaff } from '../../contract/account.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { SignInWay } from '../storage/staff-tables.ts';
import type { KnownBrowsers } from './known-browsers.ts';
import { parseScope } from './scope.ts';
import type { SecondFactors } from './second-factor.ts';
import type { SessionOrigin, Sessions, StartedSession } from './sessions.ts';

export interface SignedIn {
  staff: SignedInStaff;
  session: StartedSession;
  /** value of the cookie by which the account knows this browser again */
  knownBrowser: string;
}

interface SignInParts {
  sessions: Sessions;
  secondFactors: SecondFactors;
  knownBrowsers: KnownBrowsers;
}

type AccountRow = Pick<
  Row<'staff'>,
  'id' | 'email' | 'fullName' | 'role' | 'organisationIds' | 'passwordHash'
>;

/** Starts the session in the caller's transaction; the caller audits it. */
export async function startSignedIn(
  transaction: Database,
  { sessions, secondFactors, knownBrowsers }: SignInParts,
  account: AccountRow,
  origin: SessionOrigin,
  begunBy: SignInWay = 'password',
): Promise<SignedIn> {
  const { id, email, fullName, role } = account;
  const session = await sessions.start(transaction, id, origin, begunBy);
  const secondFactorDue = await secondFactors.isDueOf(transaction, { id, role }, begunBy);
  const organisationIds = parseScope(account.organisationIds);
  const staff = { id, email, fullName, role, organisationIds, secondFactorDue };
  return { staff, session, knownBrowser: knownBrowsers.prove(account) };
}
