// The people of a ticket, as connectors receive them.
import type { Person } from '../connectors/connector.ts';
import type { Database } from '../storage/schema.ts';
import { contactsAndJoinersOf, readParticipants } from './participants.ts';

/** Reads contacts and joiners. A backend gets both: its technicians are staff, who may see that somebody joined. */
export async function readContactsAndJoiners(db: Database, ticketId: string): Promise<Person[]> {
  return contactsAndJoinersOf((await readParticipants(db, [ticketId])).get(ticketId) ?? []);
}

/** Reads a requester's current name and address. */
export function readPerson(db: Database, requesterId: string): Promise<Person> {
  return db
    .selectFrom('requester')
    .select(['email', 'fullName'])
    .where('id', '=', requesterId)
    .executeTakeFirstOrThrow();
}
