// Staff correct who the requester of a ticket is: somebody else of its organisation.
import type { CorrectedField, Correction } from '../../contract/console.ts';
import type { Requester } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { ensureRequester, findPerson } from '../people/named-people.ts';
import type { Database, Row } from '../storage/schema.ts';
import { numberChangeFor } from '../tickets/change-feed.ts';
import { addParticipant, removeContact, rolesIn } from '../tickets/participants.ts';
import { readPerson } from '../tickets/people.ts';

export interface NewRequester {
  person: Requester;
  formerStays: boolean;
  corrected: Extract<CorrectedField, { what: 'requester' }>;
}

/** Returns null for a correction that leaves the requester as they are. Error: requester-unknown. */
export async function findNewRequester(
  db: Database,
  { organisationId, requesterId }: Row<'ticket'>,
  { requester }: Correction,
): Promise<Result<NewRequester | null>> {
  if (!requester) return ok(null);
  const person = await findPerson(db, organisationId, requester.email);
  if (!person) return err('requester-unknown');
  const former = await readPerson(db, requesterId);
  if (former.email === person.email) return ok(null);
  const corrected = { what: 'requester', from: former.fullName, to: person.fullName } as const;
  return ok({ person, formerStays: requester.formerStays, corrected });
}

/** Changes who takes part, in the transaction that writes the returned columns. Who was the requester has written the ticket. */
export async function replaceRequester(
  transaction: Database,
  parts: { clock: Clock; chance: Chance },
  { id: ticketId, organisationId, requesterId: formerId, writtenBy }: Row<'ticket'>,
  { person, formerStays }: NewRequester,
): Promise<Pick<Row<'ticket'>, 'requesterId' | 'writtenBy'>> {
  const requesterId = await ensureRequester(transaction, parts, organisationId, person);
  await removeContact(transaction, ticketId, requesterId);
  const former = { ticketId, requesterId: formerId, role: 'contact' } as const;
  if (formerStays) await addParticipant(transaction, former, instantFrom(parts.clock));
  const writer = writtenBy ?? formerId;
  return { requesterId, writtenBy: writer === requesterId ? null : writer };
}

/** Numbers the change for those who no longer take part, once the columns are written. Returns the ids of who left. */
export async function numberLeaving(
  transaction: Database,
  ticketId: string,
  formerIds: readonly string[],
): Promise<string[]> {
  const left: string[] = [];
  for (const formerId of formerIds) {
    if ((await rolesIn(transaction, ticketId, formerId)).length > 0) continue;
    left.push(...(await numberChangeFor(transaction, formerId, ticketId)));
  }
  return left;
}
