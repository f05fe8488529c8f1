// The people that a ticket names: finds them in the directory or among requesters, and makes them requesters.
import type { Requester } from '../../contract/enrolment.ts';
import { fold } from '../../contract/fold.ts';
import { Email } from '../../contract/primitives.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database } from '../storage/schema.ts';

/** Finds a person of the organisation by address: a confirmed requester, else the directory; else null. */
export async function findPerson(
  db: Database,
  organisationId: string,
  email: string,
): Promise<Requester | null> {
  const requester = await db
    .selectFrom('requester')
    .select(['email', 'fullName'])
    .where('organisationId', '=', organisationId)
    .where('email', '=', email)
    .where('confirmedAt', 'is not', null)
    .executeTakeFirst();
  if (requester) return requester;
  const person = await db
    .selectFrom('person')
    .select(['email', 'fullName'])
    .where('organisationId', '=', organisationId)
    .where('email', '=', email)
    .executeTakeFirst();
  return person ?? null;
}

/** Returns the name as it is stored, with what finds it in a search. */
export function nameOfRequester(fullName: string, email: string): { fullName: string; searchText: string } {
  return { fullName, searchText: fold(`${fullName} ${email}`) };
}

/**
 * Returns the id of the requester with this address; creates one when there is none. Throws for an address that is none: its tickets
 * could not be read.
 */
export async function ensureRequester(
  transaction: Database,
  { clock, chance }: { clock: Clock; chance: Chance },
  organisationId: string,
  { email, fullName }: Requester,
): Promise<string> {
  const { id } = await transaction
    .insertInto('requester')
    .values({
      id: chance.id(),
      organisationId,
      email: Email.parse(email),
      ...nameOfRequester(fullName, email),
      createdAt: instantFrom(clock),
    })
    .onConflict((conflict) => conflict.columns(['organisationId', 'email']).doUpdateSet({ email }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
