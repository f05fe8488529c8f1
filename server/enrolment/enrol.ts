// Enrols an agent: the organisation's key admits it once, its own secret authenticates it afterwards.
import type { AgentIdentity, EnrolRequest, EnrolResponse } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { sameHash, sha256 } from '../hashes.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';
import { isActivatedInAdvance } from './activation.ts';

export interface EnrolParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
}

interface Enrolled {
  agentId: string;
  /** the secret changed: event streams opened with the former one must be closed */
  secretReplaced: boolean;
}

/**
 * Enrols an agent, or updates its properties. The same secret means the same agent. Another secret for the same user of
 * the same device replaces the agent without its state and requester: many people hold the enrolment key. Errors:
 * enrolment-key-unknown when the key is unknown or revoked.
 */
export async function enrol(parts: EnrolParts, request: EnrolRequest): Promise<Result<EnrolResponse>> {
  const result = await parts.db.transaction().execute(async (transaction) => {
    const organisation = await transaction
      .selectFrom('enrolmentKey')
      .innerJoin('organisation', 'organisation.id', 'enrolmentKey.organisationId')
      .select(['organisation.id', 'organisation.name'])
      .where('enrolmentKey.hash', '=', sha256(request.enrolmentKey))
      .where('enrolmentKey.revokedAt', 'is', null)
      .executeTakeFirst();
    if (!organisation) return err('enrolment-key-unknown');
    const deviceId = await upsertDevice(transaction, parts, organisation.id, request.identity);
    const enrolled = await upsertAgent(transaction, parts, {
      organisationId: organisation.id,
      deviceId,
      request,
    });
    return ok({ organisation: organisation.name, ...enrolled });
  });
  if (!result.ok) return result;
  const { agentId, organisation, secretReplaced } = result.value;
  if (secretReplaced) parts.announce.dismiss([agentId]);
  parts.announce.console('devices');
  return ok({ agentId, organisation });
}

async function upsertDevice(
  transaction: Database,
  { clock, chance }: EnrolParts,
  organisationId: string,
  { machineId, hostname, os }: AgentIdentity,
): Promise<string> {
  const { id } = await transaction
    .insertInto('device')
    .values({ id: chance.id(), organisationId, machineId, hostname, os, createdAt: instantFrom(clock) })
    .onConflict((conflict) => conflict.columns(['organisationId', 'machineId']).doUpdateSet({ hostname, os }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function upsertAgent(
  transaction: Database,
  parts: EnrolParts,
  place: { organisationId: string; deviceId: string; request: EnrolRequest },
): Promise<Enrolled> {
  const { identity, secret, agentVersion } = place.request;
  const { sid, userName, upn } = identity;
  const now = instantFrom(parts.clock);
  const secretHash = sha256(secret);
  const properties = { userName, upn, agentVersion, lastSeenAt: now };
  const known = await transaction
    .selectFrom('agent')
    .selectAll()
    .where('deviceId', '=', place.deviceId)
    .where('sid', '=', sid)
    .executeTakeFirst();
  if (known && sameHash(known.secretHash, secretHash)) {
    await transaction.updateTable('agent').set(properties).where('id', '=', known.id).execute();
    return { agentId: known.id, secretReplaced: false };
  }
  const state = (await isActivatedInAdvance(transaction, place.organisationId, identity))
    ? 'active'
    : 'waiting';
  if (known) {
    await replaceSecret(transaction, parts, known, { ...properties, secretHash, state });
    return { agentId: known.id, secretReplaced: true };
  }
  const agentId = parts.chance.id();
  await transaction
    .insertInto('agent')
    .values({ id: agentId, deviceId: place.deviceId, sid, ...properties, secretHash, state, enrolledAt: now })
    .execute();
  return { agentId, secretReplaced: false };
}

async function replaceSecret(
  transaction: Database,
  { audit }: EnrolParts,
  known: Row<'agent'>,
  properties: Pick<Row<'agent'>, 'userName' | 'upn' | 'agentVersion' | 'lastSeenAt' | 'secretHash' | 'state'>,
): Promise<void> {
  // a suspended or retired agent stays so: a new secret must not reactivate it
  const isBlocked = known.state === 'suspended' || known.state === 'retired';
  const state = isBlocked ? known.state : properties.state;
  await transaction
    .updateTable('agent')
    .set({ ...properties, state, requesterId: null })
    .where('id', '=', known.id)
    .execute();
  await audit(transaction, {
    staffId: null,
    act: 'replace-agent-secret',
    subject: { kind: 'agent', id: known.id },
    details: { from: known.state, to: state },
  });
}
