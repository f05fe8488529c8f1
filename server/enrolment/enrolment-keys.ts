// Enrolment keys: they admit agents of an organisation within their limits, and identify none.
import { BlockList, isIPv6 } from 'node:net';
import type { CreatedEnrolmentKey, EnrolmentKeySummary, NewEnrolmentKey } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { newSecret, sha256 } from '../hashes.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type OrganisationParts, organisationExists } from './organisations.ts';

/** A key without limits, as the first organisation gets it from the configuration. */
export const NO_LIMITS: NewEnrolmentKey = { expiresAt: null, mostUses: null, networks: [], pool: false };

/** Creates an enrolment key of 256 random bits. It is shown once: only its hash is stored. Errors: not-found. */
export function createEnrolmentKey(
  parts: OrganisationParts,
  staffId: string,
  organisationId: string,
  limits: NewEnrolmentKey,
): Promise<Result<CreatedEnrolmentKey>> {
  const key = `gk_${newSecret(parts.chance)}`;
  return parts.db.transaction().execute(async (transaction) => {
    if (!(await organisationExists(transaction, organisationId))) return err('not-found');
    return ok(await insertEnrolmentKey(transaction, parts, staffId, { organisationId, key, limits }));
  });
}

/** Stores a key by its hash, in the transaction of the caller. `staffId` is null for the server itself. */
export async function insertEnrolmentKey(
  transaction: Database,
  { clock, chance, audit }: OrganisationParts,
  staffId: string | null,
  { organisationId, key, limits }: { organisationId: string; key: string; limits: NewEnrolmentKey },
): Promise<CreatedEnrolmentKey> {
  const { expiresAt, mostUses, networks, pool } = limits;
  const row: Row<'enrolmentKey'> = {
    id: chance.id(),
    organisationId,
    hash: sha256(key),
    ending: key.slice(-4),
    createdAt: instantFrom(clock),
    revokedAt: null,
    expiresAt,
    mostUses,
    networks: JSON.stringify(networks),
    uses: 0,
    pool: pool ? 1 : 0,
  };
  await transaction.insertInto('enrolmentKey').values(row).execute();
  await audit(transaction, {
    staffId,
    act: 'create-enrolment-key',
    subject: { kind: 'enrolment-key', id: row.id },
    details: { organisationId, ending: row.ending, expiresAt, mostUses, networks: networks.join(','), pool },
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

/** Returns the key that is not revoked, or null. */
export async function findEnrolmentKey(db: Database, key: string): Promise<Row<'enrolmentKey'> | null> {
  const row = await db
    .selectFrom('enrolmentKey')
    .selectAll()
    .where('hash', '=', sha256(key))
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Whether the key admits one more agent from this address now. Errors: enrolment-key-expired, enrolment-key-elsewhere
 * from a network that is not the key's, enrolment-key-used-up.
 */
export function checkEnrolmentKey(
  clock: Clock,
  { expiresAt, mostUses, networks, uses }: Row<'enrolmentKey'>,
  ip: string,
): Result<void> {
  if (expiresAt !== null && expiresAt <= instantFrom(clock)) return err('enrolment-key-expired');
  if (!isWithin(parseNetworks(networks), ip)) return err('enrolment-key-elsewhere');
  if (mostUses !== null && uses >= mostUses) return err('enrolment-key-used-up');
  return ok(undefined);
}

/** Counts one more agent, in the transaction of its enrolment. */
export async function useEnrolmentKey(transaction: Database, id: string): Promise<void> {
  await transaction
    .updateTable('enrolmentKey')
    .set((row) => ({ uses: row('uses', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

function isWithin(networks: readonly string[], ip: string): boolean {
  if (networks.length === 0) return true;
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return list.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4');
}

function parseNetworks(stored: string): string[] {
  return JSON.parse(stored) as string[];
}

export function summaryOf(row: Row<'enrolmentKey'>): EnrolmentKeySummary {
  const { id, ending, createdAt, revokedAt, expiresAt, mostUses, uses } = row;
  const [networks, pool] = [parseNetworks(row.networks), row.pool === 1];
  return { id, ending, createdAt, revokedAt, expiresAt, mostUses, networks, uses, pool };
}
