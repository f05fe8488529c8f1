// Creates organisations.
import type { NewOrganisation, Organisation } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';

export interface OrganisationParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
}

/** Creates an organisation. Errors: organisation-exists when the name differs from another's by case at most. */
export function createOrganisation(
  parts: OrganisationParts,
  staffId: string,
  organisation: NewOrganisation,
): Promise<Result<Organisation>> {
  return parts.db
    .transaction()
    .execute((transaction) => insertOrganisation(transaction, parts, staffId, organisation));
}

/** In the transaction of the caller. `staffId` is null for the server itself. Errors: organisation-exists. */
export async function insertOrganisation(
  transaction: Database,
  { clock, chance, audit }: OrganisationParts,
  staffId: string | null,
  { name, emailDomains }: NewOrganisation,
): Promise<Result<Organisation>> {
  const id = chance.id();
  const createdAt = instantFrom(clock);
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('organisation')
    .values({
      id,
      name,
      nameKey: name.toLowerCase(),
      emailDomains: JSON.stringify(emailDomains),
      createdAt,
    })
    .onConflict((conflict) => conflict.column('nameKey').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return err('organisation-exists');
  await audit(transaction, {
    staffId,
    act: 'create-organisation',
    subject: { kind: 'organisation', id },
    details: { name, emailDomains: emailDomains.join(',') },
  });
  return ok({ id, name, emailDomains, createdAt, enrolmentKeys: [], advanceActivations: [], signIn: null });
}

/** Parses the stored mail domains of an organisation; empty allows any address. */
export function parseDomains(stored: string): string[] {
  return JSON.parse(stored) as string[];
}

export async function organisationExists(db: Database, id: string): Promise<boolean> {
  const row = await db.selectFrom('organisation').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}
