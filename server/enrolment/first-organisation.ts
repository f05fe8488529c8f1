// The organisation that the configuration names, for a new server.
import type { FirstOrganisation } from '../config.ts';
import { insertEnrolmentKey, NO_LIMITS } from './enrolment-keys.ts';
import { insertOrganisation, type OrganisationParts } from './organisations.ts';

/** Creates the configured organisation with its key, when the database has no organisation. */
export async function makeFirstOrganisation(
  parts: OrganisationParts,
  { enrolmentKey: key, ...organisation }: FirstOrganisation,
): Promise<void> {
  await parts.db.transaction().execute(async (transaction) => {
    const any = await transaction.selectFrom('organisation').select('id').limit(1).executeTakeFirst();
    if (any) return;
    const created = await insertOrganisation(transaction, parts, null, organisation);
    if (!created.ok) return;
    await insertEnrolmentKey(transaction, parts, null, {
      organisationId: created.value.id,
      key,
      limits: NO_LIMITS,
    });
  });
}
