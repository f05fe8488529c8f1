// Lists organisations with their enrolment keys, advance activations and sign-in.
import type { Organisation, StaffScope } from '../../contract/console.ts';
import { inScope } from '../staff/scope.ts';
import type { Database } from '../storage/schema.ts';
import { activationOf } from './advance-activations.ts';
import { summaryOf } from './enrolment-keys.ts';
import { parseDomains } from './organisations.ts';
import { signInOf } from './sign-in-provider.ts';

/** Returns every organisation of the scope by name; enrolment keys and advance activations by date. */
export async function listOrganisations(db: Database, scope: StaffScope): Promise<Organisation[]> {
  const organisations = await db
    .selectFrom('organisation')
    .selectAll()
    .where(inScope(scope, 'organisation.id'))
    .orderBy('nameKey')
    .execute();
  const keys = await db.selectFrom('enrolmentKey').selectAll().orderBy('createdAt').orderBy('id').execute();
  const activations = await db
    .selectFrom('advanceActivation')
    .selectAll()
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  const providers = await db.selectFrom('signInProvider').selectAll().execute();
  const signIns = new Map(providers.map((row) => [row.organisationId, signInOf(row)]));
  return organisations.map(({ id, name, emailDomains, createdAt }) => ({
    id,
    name,
    emailDomains: parseDomains(emailDomains),
    createdAt,
    enrolmentKeys: keys.filter((key) => key.organisationId === id).map(summaryOf),
    advanceActivations: activations.filter((row) => row.organisationId === id).map(activationOf),
    signIn: signIns.get(id) ?? null,
  }));
}
