// Enrols an agent: the organisation's key admits it once, its own secret authenticates it afterwards.
import { z } from 'zod';
import type { EnrolRequest, EnrolResponse } from '../../contract/enrolment.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { fold } from '../../contract/fold.ts';
import type { AgentState } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { sha256 } from '../hashes.ts';
import type { Limits } from '../limits/limits.ts';
import { limitsOfTries } from '../limits/limits-of-tries.ts';
import { networkOf } from '../limits/network.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';
import { takeAdvanceActivation } from './advance-activations.ts';
import { type Claim, claimOf, parseClaim } from './claim.ts';
import { voidTokens } from './confirmation-token.ts';
import { findOrCreateDevice } from './devices.ts';
import { checkEnrolmentKey, findEnrolmentKey, useEnrolmentKey } from './enrolment-keys.ts';
import { unendable } from './proof-claim.ts';

export interface EnrolParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
  limits: Limits;
}

/**
 * Enrols an agent, and audits a refusal, the first ones of an address at least. The same secret means the same agent, whose new
 * claims wait beside what was accepted. Another secret is another agent, also for a known user of a known device: many people
 * hold the enrolment key, and it identifies nobody. Errors: enrolment-key-unknown when the key is unknown or revoked, those of `checkEnrolmentKey`, and
 * too-many-requests for more new agents than the key may admit in an hour, or for a known one that enrols without end.
 */
export async function enrol(
  parts: EnrolParts,
  ip: string,
  request: EnrolRequest,
): Promise<Result<EnrolResponse>> {
  const limits = limitsOfTries(parts.limits);
  const limited = { ...parts, limits };
  let organisations = new Set<string>();
  const written = parts.db.transaction().execute(async (transaction) => {
    limits.begin();
    const key = await findEnrolmentKey(transaction, request.enrolmentKey);
    const admitted = key ? await admit(transaction, limited, ip, key, request) : err('enrolment-key-unknown');
    // a known agent stays in the list of its own organisation, and claims the one of the key
    if (key && admitted.ok) organisations = await organisationsOf(transaction, admitted.value.agentId, key);
    if (!admitted.ok) await auditRefusal(transaction, limited, ip, request, key, admitted.error.code);
    return admitted;
  });
  const result = await limits.keptBy(written);
  if (!result.ok) return result;
  parts.announce.agents([result.value.agentId]);
  for (const id of organisations) parts.announce.console('devices', id);
  return result;
}

async function admit(
  transaction: Database,
  parts: EnrolParts,
  ip: string,
  key: Row<'enrolmentKey'>,
  request: EnrolRequest,
): Promise<Result<EnrolResponse>> {
  const known = await findBySecret(transaction, request.secret);
  if (known) {
    const again = parts.limits.take([{ rate: 'enrolmentsOfAgent', key: known.id }]);
    if (!again.ok) return again;
  }
  // a known agent is not admitted again, unless into another organisation than its own and the one it claims already
  const admittedTo = [known?.organisationId, parseClaim(known?.claim ?? null)?.organisationId];
  if (!admittedTo.includes(key.organisationId)) {
    const admitted = checkEnrolmentKey(parts.clock, key, ip);
    if (!admitted.ok) return admitted;
    // only what the key admits counts: who is refused anyway must not use up the rate of others
    const counted = parts.limits.take([{ rate: 'enrolmentsOfKey', key: key.id }]);
    if (!counted.ok) return counted;
    await useEnrolmentKey(transaction, key.id);
  }
  return ok({
    agentId: known
      ? await updateKnown(transaction, parts, known, key, request)
      : await insertNew(transaction, parts, key, request),
    organisation: await nameOf(transaction, key.organisationId),
  });
}

async function organisationsOf(
  transaction: Database,
  agentId: string,
  { organisationId }: Row<'enrolmentKey'>,
): Promise<Set<string>> {
  const own = await transaction
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .select('device.organisationId')
    .where('agent.id', '=', agentId)
    .executeTakeFirstOrThrow();
  return new Set([own.organisationId, organisationId]);
}

/** Bounded by address: who has no key is nobody known. The key that was tried is a secret of somebody, and is not kept. */
async function auditRefusal(
  transaction: Database,
  { audit, limits }: EnrolParts,
  ip: string,
  { identity: { userName, hostname } }: EnrolRequest,
  key: Row<'enrolmentKey'> | null,
  code: ErrorCode,
): Promise<void> {
  if (!limits.take([{ rate: 'auditedRefusalsOfAddress', key: networkOf(ip) }]).ok) return;
  const subject = key
    ? ({ kind: 'enrolment-key', id: key.id } as const)
    : ({ kind: 'server', id: 'enrolment' } as const);
  const details = { code, ip, userName, hostname };
  await audit(transaction, { staffId: null, act: 'refuse-enrolment', subject, details });
}

async function nameOf(db: Database, organisationId: string): Promise<string> {
  const { name } = await db
    .selectFrom('organisation')
    .select('name')
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return name;
}

type Known = Row<'agent'> & Pick<Row<'device'>, 'organisationId' | 'machineId'>;

async function findBySecret(db: Database, secret: string): Promise<Known | undefined> {
  return db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .selectAll('agent')
    .select(['device.organisationId', 'device.machineId'])
    .where('agent.secretHash', '=', sha256(secret))
    .orderBy('agent.lastSeenAt', 'desc')
    .executeTakeFirst();
}

async function updateKnown(
  transaction: Database,
  { clock, chance, audit }: EnrolParts,
  known: Known,
  { organisationId, pool }: Pick<Row<'enrolmentKey'>, 'organisationId' | 'pool'>,
  { identity, agentVersion }: EnrolRequest,
): Promise<string> {
  const { hostname, os } = identity;
  const reported = { hostname, os, agentVersion, lastSeenAt: instantFrom(clock) };
  const update = transaction.updateTable('agent').where('id', '=', known.id);
  const accepted = acceptedOf(known);
  // within a pool a person's secret comes with them from host to host: the machine is no claim
  const machineId = pool === 1 && known.acceptedAt !== null ? known.machineId : identity.machineId;
  const claim = claimOf(organisationId, { ...identity, machineId }, accepted);
  // a token was mailed to who the agent was then
  if (claim !== null) await voidTokens(transaction, clock, known.id);
  // what staff have suspended or retired keeps its names, by which its user is known
  if (known.acceptedAt === null && known.state === 'waiting') {
    const deviceId = await findOrCreateDevice(transaction, { clock, chance }, organisationId, identity);
    const { sid, userName, upn } = identity;
    await update.set({ ...reported, deviceId, sid, userName, nameKey: fold(userName), upn }).execute();
    return known.id;
  }
  if (claim === null || JSON.stringify(claim) === known.claim) {
    await update.set({ ...reported, ...(claim === null && { claim }) }).execute();
    return known.id;
  }
  const state: AgentState = known.state === 'active' ? 'waiting' : known.state;
  const unproven = { requesterId: null, claimedProof: unendable(known.claimedProof) };
  await update.set({ ...reported, ...unproven, claim: JSON.stringify(claim), state }).execute();
  const details = { from: JSON.stringify(accepted), to: JSON.stringify(claim), state };
  if (!(await wasClaimed(transaction, known.id, details.to)))
    await audit(transaction, {
      staffId: null,
      act: 'claim-identity',
      subject: { kind: 'agent', id: known.id },
      details,
    });
  return known.id;
}

/** Two computers with one secret claim in turns, without end: each claim of an agent is audited once. */
async function wasClaimed(transaction: Database, agentId: string, claim: string): Promise<boolean> {
  const told = await transaction
    .selectFrom('audit')
    .select('details')
    .where('act', '=', 'claim-identity')
    .where('subjectId', '=', agentId)
    .execute();
  return told.some(({ details }) => ClaimDetails.parse(JSON.parse(details)).to === claim);
}

const ClaimDetails = z.object({ to: z.string() });

function acceptedOf({ machineId, sid, userName, upn, organisationId }: Known): Claim {
  return { machineId, sid, userName, upn, organisationId };
}

async function insertNew(
  transaction: Database,
  { clock, chance, audit }: EnrolParts,
  { id: enrolmentKeyId, organisationId }: Row<'enrolmentKey'>,
  { identity, secret, agentVersion }: EnrolRequest,
): Promise<string> {
  const id = chance.id();
  const now = instantFrom(clock);
  const { hostname, os, sid, userName, upn } = identity;
  const activationId = await takeAdvanceActivation(transaction, organisationId, identity);
  const deviceId = await findOrCreateDevice(transaction, { clock, chance }, organisationId, identity);
  await transaction
    .insertInto('agent')
    .values({
      id,
      deviceId,
      sid,
      userName,
      nameKey: fold(userName),
      upn,
      hostname,
      os,
      agentVersion,
      enrolmentKeyId,
      secretHash: sha256(secret),
      state: activationId === null ? 'waiting' : 'active',
      departure: null,
      claim: null,
      requesterId: null,
      enrolledAt: now,
      acceptedAt: activationId === null ? null : now,
      lastSeenAt: now,
    })
    .execute();
  await audit(transaction, {
    staffId: null,
    act: 'enrol',
    subject: { kind: 'agent', id },
    details: { deviceId, enrolmentKeyId, activationId, userName, hostname, sid },
  });
  return id;
}
