// Who may approve: whom a category names, the requester's manager, and who stands in for an approver.

import { MANAGER } from '../../contract/catalogue.ts';
import type { Requester } from '../../contract/enrolment.ts';
import { hasDirectory } from '../people/directory.ts';
import { findPerson } from '../people/named-people.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readPerson } from '../tickets/people.ts';

export type AskedTicket = Pick<Row<'ticket'>, 'id' | 'organisationId' | 'requesterId'>;

/** Returns who is to be asked first; null where the requester's manager is not known. */
export async function firstApprover(
  db: Database,
  ticket: AskedTicket,
  approver: string,
): Promise<Requester | null> {
  if (approver === MANAGER) return managerOfRequester(db, ticket);
  // an unknown person's address replaces the name
  return (await findPerson(db, ticket.organisationId, approver)) ?? { email: approver, fullName: approver };
}

/** Returns who is asked beside or instead of those who were: a stand-in of theirs, else the requester's manager; null for nobody. */
export async function nextApprover(
  db: Database,
  ticket: AskedTicket,
  asked: readonly Pick<Requester, 'email'>[],
): Promise<Requester | null> {
  const emails = asked.map(({ email }) => email);
  const rows =
    emails.length === 0
      ? []
      : await db
          .selectFrom('person')
          .select('standIn')
          .where('organisationId', '=', ticket.organisationId)
          .where('email', 'in', emails)
          .orderBy('email')
          .execute();
  for (const { standIn } of rows) {
    if (standIn === null || emails.includes(standIn)) continue;
    const person = await findPerson(db, ticket.organisationId, standIn);
    if (person) return person;
  }
  const manager = await managerOfRequester(db, ticket);
  return manager && !emails.includes(manager.email) ? manager : null;
}

/** Nobody is their own manager. */
async function managerOfRequester(
  db: Database,
  { organisationId, requesterId }: AskedTicket,
): Promise<Requester | null> {
  const { email } = await readPerson(db, requesterId);
  const person = await db
    .selectFrom('person')
    .select('manager')
    .where('organisationId', '=', organisationId)
    .where('email', '=', email)
    .executeTakeFirst();
  const manager = person?.manager ?? null;
  return manager === null || manager === email ? null : findPerson(db, organisationId, manager);
}

/** Returns those of the addresses that the organisation's directory does not have, where there is a directory. */
export async function findLeft(
  db: Database,
  organisationId: string,
  emails: readonly string[],
): Promise<ReadonlySet<string>> {
  if (emails.length === 0 || !(await hasDirectory(db, organisationId))) return new Set();
  const people = await db
    .selectFrom('person')
    .select('email')
    .where('organisationId', '=', organisationId)
    .where('email', 'in', emails)
    .execute();
  const known = new Set(people.map(({ email }) => email));
  return new Set(emails.filter((email) => !known.has(email)));
}
