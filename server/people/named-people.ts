// The people a ticket names: found in the directory or among the requesters, and made requesters when they never wrote.
import type { Requester } from '../../contract/enrolment.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database } from '../storage/schema.ts';

/** The person of this address with the name the organisation knows them by; null when they are not of it. */
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

/** The id of the requester of this address, made when nobody has confirmed or named it before. */
export async function keepRequester(
  transaction: Database,
  { clock, chance }: { clock: Clock; chance: Chance },
  organisationId: string,
  { email, fullName }: Requester,
): Promise<string> {
  const { id } = await transaction
    .insertInto('requester')
    .values({ id: chance.id(), organisationId, email, fullName, createdAt: instantFrom(clock) })
    .onConflict((conflict) => conflict.columns(['organisationId', 'email']).doUpdateSet({ email }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
