// The directory of an organisation: maps Windows users to people.
import type { Database, Row } from '../storage/schema.ts';
import { windowsKeyOf } from './windows-names.ts';

/** As the agent reports it: the SAM name with its domain, and the user principal name where there is one. */
export interface WindowsUser {
  userName: string;
  upn: string | null;
}

/**
 * Returns the person of this Windows user, or null. A user name with the same domain matches first, then one without a
 * domain, then the address that equals the user principal name.
 */
export async function personOfWindowsUser(
  db: Database,
  organisationId: string,
  { userName, upn }: WindowsUser,
): Promise<Row<'person'> | null> {
  const whole = windowsKeyOf(userName);
  const bare = whole.slice(whole.lastIndexOf('\\') + 1);
  const people = await db
    .selectFrom('person')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where((where) =>
      where.or([
        where('userKey', 'in', [whole, bare]),
        ...(upn === null ? [] : [where('email', '=', upn.toLowerCase())]),
      ]),
    )
    .execute();
  return (
    people.find(({ userKey }) => userKey === whole) ??
    people.find(({ userKey }) => userKey === bare) ??
    people[0] ??
    null
  );
}

/** Returns the person of the directory with this address, or null. */
export async function personWithAddress(
  db: Database,
  organisationId: string,
  email: string,
): Promise<Row<'person'> | null> {
  const row = await db
    .selectFrom('person')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('email', '=', email)
    .executeTakeFirst();
  return row ?? null;
}

/** Whether the organisation has a directory. */
export async function hasDirectory(db: Database, organisationId: string): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .select('email')
    .where('organisationId', '=', organisationId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the organisation's directory maps Windows users to addresses. */
export async function decidesAddresses(db: Database, organisationId: string): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .select('email')
    .where('organisationId', '=', organisationId)
    .where('userKey', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
