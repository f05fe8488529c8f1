// The approver of a ticket, whom the catalogue names by address.
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { ensureRequester, findPerson } from '../people/named-people.ts';
import type { Database, Row } from '../storage/schema.ts';
import { addParticipant } from './participants.ts';

/** Adds the approver, in the caller's transaction. An unknown person's address replaces the name. */
export async function addApprover(
  transaction: Database,
  parts: { clock: Clock; chance: Chance },
  { id: ticketId, organisationId }: Pick<Row<'ticket'>, 'id' | 'organisationId'>,
  email: string,
): Promise<void> {
  const person = (await findPerson(transaction, organisationId, email)) ?? { email, fullName: email };
  const requesterId = await ensureRequester(transaction, parts, organisationId, person);
  const approver = { ticketId, requesterId, role: 'approver' } as const;
  await addParticipant(transaction, approver, instantFrom(parts.clock));
}
