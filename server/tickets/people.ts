// The people of a ticket as backends are told of them.
import type { Person } from '../connectors/connector.ts';
import type { Database } from '../storage/schema.ts';
import { partnersOf, readParticipants } from './participants.ts';

/** Everybody with rights on the ticket beside its requester; who only approves has none. Each once. */
export async function readPartners(db: Database, ticketId: string): Promise<Person[]> {
  return partnersOf((await readParticipants(db, [ticketId])).get(ticketId) ?? []);
}

/** A requester, as they are known now. */
export function readPerson(db: Database, requesterId: string): Promise<Person> {
  return db
    .selectFrom('requester')
    .select(['email', 'fullName'])
    .where('id', '=', requesterId)
    .executeTakeFirstOrThrow();
}
