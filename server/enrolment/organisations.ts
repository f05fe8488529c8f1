// Organisations, with their enrolment keys and advance activations.
import type {
  AdvanceActivation,
  CreatedEnrolmentKey,
  EnrolmentKeySummary,
  NewAdvanceActivation,
  NewOrganisation,
  Organisation,
} from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { FirstOrganisation } from '../config.ts';
import { newSecret, sha256 } from '../hashes.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';

export interface OrganisationParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
}

/** Returns every organisation by name; enrolment keys and advance activations by date. */
export async function listOrganisations(db: Database): Promise<Organisation[]> {
  const organisations = await db.selectFrom('organisation').selectAll().orderBy('nameKey').execute();
  const keys = await db.selectFrom('enrolmentKey').selectAll().orderBy('createdAt').orderBy('id').execute();
  const activations = await db
    .selectFrom('advanceActivation')
    .selectAll()
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return organisations.map(({ id, name, emailDomains, createdAt }) => ({
    id,
    name,
    emailDomains: parseDomains(emailDomains),
    createdAt,
    enrolmentKeys: keys.filter((key) => key.organisationId === id).map(summaryOf),
    advanceActivations: activations.filter((row) => row.organisationId === id).map(activationOf),
  }));
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

async function insertOrganisation(
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
  return ok({ id, name, emailDomains, createdAt, enrolmentKeys: [], advanceActivations: [] });
}

/** Creates an enrolment key of 256 random bits. It is shown once: only its hash is stored. */
export function createEnrolmentKey(
  parts: OrganisationParts,
  staffId: string,
  organisationId: string,
): Promise<Result<CreatedEnrolmentKey>> {
  const key = `gk_${newSecret(parts.chance)}`;
  return parts.db.transaction().execute(async (transaction) => {
    if (!(await organisationExists(transaction, organisationId))) return err('not-found');
    return ok(await insertEnrolmentKey(transaction, parts, staffId, { organisationId, key }));
  });
}

async function insertEnrolmentKey(
  transaction: Database,
  { clock, chance, audit }: OrganisationParts,
  staffId: string | null,
  { organisationId, key }: { organisationId: string; key: string },
): Promise<CreatedEnrolmentKey> {
  const row: Row<'enrolmentKey'> = {
    id: chance.id(),
    organisationId,
    hash: sha256(key),
    ending: key.slice(-4),
    createdAt: instantFrom(clock),
    revokedAt: null,
  };
  await transaction.insertInto('enrolmentKey').values(row).execute();
  await audit(transaction, {
    staffId,
    act: 'create-enrolment-key',
    subject: { kind: 'enrolment-key', id: row.id },
    details: { organisationId, ending: row.ending },
  });
  return { key, summary: summaryOf(row) };
}

/** Revokes a key; agents that it admitted stay. Errors: not-found when it is unknown or revoked already. */
export async function revokeEnrolmentKey(
  { db, clock, audit }: OrganisationParts,
  staffId: string,
  { organisationId, keyId }: { organisationId: string; keyId: string },
): Promise<Result<void>> {
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('enrolmentKey')
      .set({ revokedAt: instantFrom(clock) })
      .where('id', '=', keyId)
      .where('organisationId', '=', organisationId)
      .where('revokedAt', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return err('not-found');
    const subject = { kind: 'enrolment-key', id: keyId } as const;
    await audit(transaction, { staffId, act: 'revoke-enrolment-key', subject, details: { organisationId } });
    return ok(undefined);
  });
}

/** Matching agents are active from their enrolment on; known agents stay as they are. Errors: not-found. */
export async function addAdvanceActivation(
  { db, clock, chance, audit }: OrganisationParts,
  staffId: string,
  organisationId: string,
  { hostname, userName }: NewAdvanceActivation,
): Promise<Result<AdvanceActivation>> {
  const row = { id: chance.id(), organisationId, hostname, userName, createdAt: instantFrom(clock) };
  return db.transaction().execute(async (transaction) => {
    if (!(await organisationExists(transaction, organisationId))) return err('not-found');
    await transaction.insertInto('advanceActivation').values(row).execute();
    await audit(transaction, {
      staffId,
      act: 'add-advance-activation',
      subject: { kind: 'organisation', id: organisationId },
      details: { activationId: row.id, hostname, userName },
    });
    return ok(activationOf(row));
  });
}

/** Agents already activated stay active. Errors: not-found. */
export async function removeAdvanceActivation(
  { db, audit }: OrganisationParts,
  staffId: string,
  { organisationId, activationId }: { organisationId: string; activationId: string },
): Promise<Result<void>> {
  return db.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('advanceActivation')
      .where('id', '=', activationId)
      .where('organisationId', '=', organisationId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return err('not-found');
    await audit(transaction, {
      staffId,
      act: 'remove-advance-activation',
      subject: { kind: 'organisation', id: organisationId },
      details: { activationId },
    });
    return ok(undefined);
  });
}

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
    await insertEnrolmentKey(transaction, parts, null, { organisationId: created.value.id, key });
  });
}

/** Parses the stored mail domains of an organisation; empty allows any address. */
export function parseDomains(stored: string): string[] {
  return JSON.parse(stored) as string[];
}

export async function organisationExists(db: Database, id: string): Promise<boolean> {
  const row = await db.selectFrom('organisation').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

function summaryOf({ id, ending, createdAt, revokedAt }: Row<'enrolmentKey'>): EnrolmentKeySummary {
  return { id, ending, createdAt, revokedAt };
}

function activationOf({ id, hostname, userName, createdAt }: Row<'advanceActivation'>): AdvanceActivation {
  return { id, hostname, userName, createdAt };
}
