// Who is asked for an approval: whom a category names, the requester's manager, and who stands in for an approver.

import { MANAGER } from '../../contract/catalogue.ts';
import type { Requester } from '../../contract/enrolment.ts';
import { findEntry } from '../catalogue/read-catalogue.ts';
import { findPerson } from '../people/named-people.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readPerson } from '../tickets/people.ts';
import { whoMayDecide } from './who-decides.ts';

export type AskedTicket = Pick<Row<'ticket'>, 'id' | 'organisationId' | 'requesterId'>;

/**
 * Returns who is to be asked first: whom the category names, or who stands in for them where they may not decide, as on a ticket of
 * their own. Null where the requester's manager is not known, or none of the two may.
 */
export async function firstApprover(
  db: Database,
  ticket: AskedTicket,
  approver: string,
): Promise<Requester | null> {
  const person =
    approver === MANAGER
      ? await managerOfRequester(db, ticket)
      : // an unknown person's address replaces the name
        ((await findPerson(db, ticket.organisationId, approver)) ?? { email: approver, fullName: approver });
  return firstOf(db, ticket, [person, ...(person ? await readStandIns(db, ticket, [person.email]) : [])]);
}

/** Returns who is asked beside or instead of those who were: a stand-in of theirs, else the requester's manager; null for nobody. */
export async function nextApprover(
  db: Database,
  ticket: AskedTicket,
  asked: readonly Pick<Requester, 'email'>[],
): Promise<Requester | null> {
  const emails = asked.map(({ email }) => email);
  const people = [...(await readStandIns(db, ticket, emails)), await managerOfRequester(db, ticket)];
  return firstOf(
    db,
    ticket,
    people.filter((person) => person !== null && !emails.includes(person.email)),
  );
}

/** Whether the directory names this address as the requester's manager, or the ticket's category as its approver. */
export async function isNamedFor(
  db: Database,
  ticket: AskedTicket & Pick<Row<'ticket'>, 'categoryId'>,
  email: string,
): Promise<boolean> {
  const { organisationId, categoryId } = ticket;
  const entry = categoryId === null ? null : await findEntry(db, organisationId, categoryId);
  const manager = await managerOfRequester(db, ticket);
  return manager?.email === email || entry?.approver === email;
}

async function firstOf(
  db: Database,
  ticket: AskedTicket,
  people: readonly (Requester | null)[],
): Promise<Requester | null> {
  const known = people.filter((person) => person !== null);
  const [first] = await whoMayDecide(db, ticket, known);
  return first ?? null;
}

async function readStandIns(
  db: Database,
  { organisationId }: AskedTicket,
  emails: readonly string[],
): Promise<(Requester | null)[]> {
  if (emails.length === 0) return [];
  const rows = await db
    .selectFrom('person')
    .select('standIn')
    .where('organisationId', '=', organisationId)
    .where('email', 'in', emails)
    .orderBy('email')
    .execute();
  const standIns = [];
  for (const { standIn } of rows)
    if (standIn !== null) standIns.push(await findPerson(db, organisationId, standIn));
  return standIns;
}

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
  return manager === null ? null : findPerson(db, organisationId, manager);
}
