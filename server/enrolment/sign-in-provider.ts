// The identity provider of an organisation, as administrators set it. Its client secret is sealed and never sent back.

import { err, ok, type Result } from '../../contract/result.ts';
import type { NewSignIn, SignIn } from '../../contract/sign-in.ts';
import type { ProviderClient } from '../oidc/provider.ts';
import type { TextSeal } from '../seal.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, agentsOfOrganisations } from '../tickets/announce.ts';
import { organisationExists } from './organisations.ts';

export interface SignInProviderParts {
  db: Database;
  audit: Audit;
  announce: Announce;
  /** seals client secrets, each for its organisation */
  clientSecrets: TextSeal;
}

/** Whether the organisation's people confirm their address by signing in. */
export async function confirmsBySignIn(db: Database, organisationId: string): Promise<boolean> {
  return (await readRow(db, organisationId)) !== undefined;
}

/** Returns what the console may see. */
export function signInOf(row: Row<'signInProvider'>): SignIn {
  const { issuer, clientId, addressClaim, acceptsUnverified, sealedSecret } = row;
  return {
    issuer,
    clientId,
    addressClaim,
    acceptsUnverified: acceptsUnverified === 1,
    hasSecret: sealedSecret !== null,
  };
}

export type SignInProvider = ProviderClient & Pick<SignIn, 'addressClaim' | 'acceptsUnverified'>;

/** Errors: sign-in-not-offered; sign-in-unavailable when the secret was sealed with another server's key. */
export async function readProvider(
  { db, clientSecrets }: Pick<SignInProviderParts, 'db' | 'clientSecrets'>,
  organisationId: string,
): Promise<Result<SignInProvider>> {
  const row = await readRow(db, organisationId);
  if (!row) return err('sign-in-not-offered');
  const { hasSecret, ...settings } = signInOf(row);
  const clientSecret =
    row.sealedSecret === null ? null : clientSecrets.open(organisationId, row.sealedSecret);
  if (hasSecret && clientSecret === null) return err('sign-in-unavailable');
  return ok({ ...settings, clientSecret });
}

function readRow(db: Database, organisationId: string): Promise<Row<'signInProvider'> | undefined> {
  return db
    .selectFrom('signInProvider')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .executeTakeFirst();
}

/**
 * Saves the provider of an organisation. Confirmed agents stay confirmed. Errors: not-found; backend-secrets-needed when a
 * stored secret would go to another issuer, as whoever may change the issuer could otherwise read it.
 */
export async function saveProvider(
  { db, audit, announce, clientSecrets }: SignInProviderParts,
  staffId: string,
  organisationId: string,
  { clientSecret, ...settings }: NewSignIn,
): Promise<Result<SignIn>> {
  const result = await db.transaction().execute(async (transaction) => {
    if (!(await organisationExists(transaction, organisationId))) return err('not-found');
    const before = await readRow(transaction, organisationId);
    const keeps = clientSecret === undefined && before !== undefined && before.sealedSecret !== null;
    if (keeps && before.issuer !== settings.issuer) return err('backend-secrets-needed');
    const kept = keeps ? before.sealedSecret : null;
    const row = {
      organisationId,
      ...settings,
      acceptsUnverified: settings.acceptsUnverified ? 1 : 0,
      sealedSecret: clientSecret ? clientSecrets.seal(organisationId, clientSecret) : kept,
    };
    await transaction
      .insertInto('signInProvider')
      .values(row)
      .onConflict((conflict) => conflict.column('organisationId').doUpdateSet(row))
      .execute();
    const saved = signInOf(row);
    const details = { ...saved, secretEntered: clientSecret !== undefined };
    const subject = { kind: 'organisation', id: organisationId } as const;
    await audit(transaction, { staffId, act: 'save-sign-in', subject, details });
    return ok(saved);
  });
  if (result.ok) announce.agents(await agentsOfOrganisations(db, [organisationId]));
  return result;
}

/** Returns an organisation to mailed tokens. Confirmed agents stay confirmed. Errors: not-found. */
export async function removeProvider(
  { db, audit, announce }: Omit<SignInProviderParts, 'clientSecrets'>,
  staffId: string,
  organisationId: string,
): Promise<Result<void>> {
  const result = await db.transaction().execute(async (transaction) => {
    const before = await readRow(transaction, organisationId);
    if (!before) return err('not-found');
    await transaction.deleteFrom('signInProvider').where('organisationId', '=', organisationId).execute();
    const subject = { kind: 'organisation', id: organisationId } as const;
    await audit(transaction, { staffId, act: 'remove-sign-in', subject, details: { issuer: before.issuer } });
    return ok(undefined);
  });
  if (result.ok) announce.agents(await agentsOfOrganisations(db, [organisationId]));
  return result;
}
