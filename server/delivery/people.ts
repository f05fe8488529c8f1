// The people of a ticket as backends are told of them.
import type { Person } from '../connectors/connector.ts';
import type { Database } from '../storage/schema.ts';
import { readParticipants } from '../updates/participants.ts';

/** Everybody with rights on the ticket beside its requester; who only approves has none. Each once. */
export async function readPartners(db: Database, ticketId: string): Promise<Person[]> {
  const participants = (await readParticipants(db, [ticketId])).get(ticketId) ?? [];
  const partners = participants.filter(({ role }) => role === 'contact' || role === 'joiner');
  return partners.map(({ email, fullName }) => ({ email, fullName }));
}

/** A requester, as they are known now. */
export function readPerson(db: Database, requesterId: string): Promise<Person> {
  return db
    .selectFrom('requester')
    .select(['email', 'fullName'])
    .where('id', '=', requesterId)
    .executeTakeFirstOrThrow();
}
