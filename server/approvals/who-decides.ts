// Who may decide on the approval of a ticket: one rule for whom Guichet asks, whom staff name, and who decides, from everywhere.
import type { Requester } from '../../contract/enrolment.ts';
import { hasDirectory } from '../people/directory.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readParticipants } from '../tickets/participants.ts';
import { readPerson } from '../tickets/people.ts';

type OfPeople = Pick<Row<'ticket'>, 'organisationId' | 'requesterId'>;

/** Returns those of the people who may: never whom the ticket is for, nor who has left the organisation's directory. */
export async function whoMayDecide<P extends Pick<Requester, 'email'>>(
  db: Database,
  { organisationId, requesterId }: OfPeople,
  people: readonly P[],
): Promise<P[]> {
  if (people.length === 0) return [];
  const requester = await readPerson(db, requesterId);
  const left = await findLeft(
    db,
    organisationId,
    people.map(({ email }) => email),
  );
  return people.filter(({ email }) => email !== requester.email && !left.has(email));
}

/** Whether this requester is an approver of the ticket, and may decide. */
export async function mayDecide(db: Database, ticketId: string, approverId: string): Promise<boolean> {
  const ticket = await db
    .selectFrom('ticket')
    .select(['organisationId', 'requesterId'])
    .where('id', '=', ticketId)
    .executeTakeFirst();
  const participants = (await readParticipants(db, [ticketId])).get(ticketId) ?? [];
  const own = participants.filter(
    ({ role, requesterId }) => role === 'approver' && requesterId === approverId,
  );
  return ticket !== undefined && (await whoMayDecide(db, ticket, own)).length > 0;
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
