// Advance activations: IT names agents that are activated at their first call. Each admits a limited number, as every
// name is only claimed.
import type { AdvanceActivation, NewAdvanceActivation } from '../../contract/console.ts';
import type { AgentIdentity } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { instantFrom } from '../clock.ts';
import { isOneUser, namesUser, sameName } from '../people/windows-names.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type OrganisationParts, organisationExists } from './organisations.ts';

/** Matching agents are active from their enrolment on; known agents stay as they are. Errors: not-found. */
export async function addAdvanceActivation(
  { db, clock, chance, audit }: OrganisationParts,
  staffId: string,
  organisationId: string,
  activation: NewAdvanceActivation,
): Promise<Result<AdvanceActivation>> {
  const row = { ...activation, id: chance.id(), organisationId, used: 0, createdAt: instantFrom(clock) };
  return db.transaction().execute(async (transaction) => {
    if (!(await organisationExists(transaction, organisationId))) return err('not-found');
    await transaction.insertInto('advanceActivation').values(row).execute();
    await audit(transaction, {
      staffId,
      act: 'add-advance-activation',
      subject: { kind: 'organisation', id: organisationId },
      details: { activationId: row.id, ...activation },
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

/**
 * Takes one place of the most specific matching activation, and returns its id, or null where none matches. Nobody comes
 * in about whom staff have decided already.
 */
export async function takeAdvanceActivation(
  transaction: Database,
  organisationId: string,
  identity: AgentIdentity,
): Promise<string | null> {
  const activations = await transaction
    .selectFrom('advanceActivation')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .whereRef('used', '<', 'admits')
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  const [chosen] = activations
    .filter((activation) => matches(activation, identity))
    .sort((a, b) => namedBy(b) - namedBy(a));
  if (!chosen || (await isDecidedByStaff(transaction, chosen, identity))) return null;
  await transaction
    .updateTable('advanceActivation')
    .set((row) => ({ used: row('used', '+', 1) }))
    .where('id', '=', chosen.id)
    .execute();
  return chosen.id;
}

function matches(
  wanted: Row<'advanceActivation'>,
  { machineId, hostname, userName }: AgentIdentity,
): boolean {
  return (
    (wanted.machineId === null || wanted.machineId === machineId) &&
    (wanted.hostname === null || sameName(wanted.hostname, hostname)) &&
    (wanted.userName === null || namesUser(wanted.userName, userName))
  );
}

function namedBy({ machineId, hostname, userName }: Row<'advanceActivation'>): number {
  return [machineId, hostname, userName].filter((name) => name !== null).length;
}

/**
 * Whether staff have decided about this user or device already: the user has an accepted agent on the device, or one that
 * is suspended or retired anywhere, or the device has suspended agents and no active one. Users and computers are compared
 * as the activation compares them: whatever name it admits, a decision about that name stands.
 */
async function isDecidedByStaff(
  db: Database,
  activation: Row<'advanceActivation'>,
  identity: AgentIdentity,
): Promise<boolean> {
  const { organisationId } = activation;
  if (await hasAcceptedAgent(db, organisationId, identity)) return true;
  const sentAway = await readSentAway(db, organisationId);
  if (sentAway.some((agent) => isOfUser(agent, activation, identity))) return true;
  const suspended = sentAway.filter((agent) => agent.state === 'suspended' && isOnDevice(agent, identity));
  if (suspended.length === 0) return false;
  const active = await agentsIn(db, organisationId).where('agent.state', '=', 'active').execute();
  const inUse = new Set(active.map(({ machineId }) => machineId));
  // by the device of the suspended agent itself: a claimed host name must not lend it another's active agent
  return suspended.some(({ machineId }) => !inUse.has(machineId));
}

type Decided = Awaited<ReturnType<typeof readSentAway>>[number];

function agentsIn(db: Database, organisationId: string) {
  return db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .select(['agent.state', 'agent.sid', 'agent.userName', 'agent.upn', 'agent.hostname'])
    .select(['device.machineId', 'device.hostname as deviceName'])
    .where('device.organisationId', '=', organisationId);
}

/** One that is active, or waits for a decision about what it claims. */
async function hasAcceptedAgent(
  db: Database,
  organisationId: string,
  { machineId, sid }: AgentIdentity,
): Promise<boolean> {
  const agent = await agentsIn(db, organisationId)
    .where('device.machineId', '=', machineId)
    .where('agent.sid', '=', sid)
    .where('agent.state', 'in', ['active', 'waiting'])
    .where('agent.acceptedAt', 'is not', null)
    .executeTakeFirst();
  return agent !== undefined;
}

function readSentAway(db: Database, organisationId: string) {
  return agentsIn(db, organisationId).where('agent.sentAway', '=', 1).execute();
}

function isOfUser(
  agent: Decided,
  { userName: wanted }: Row<'advanceActivation'>,
  { sid, userName, upn }: AgentIdentity,
): boolean {
  return (
    sameName(agent.sid, sid) ||
    isOneUser(agent.userName, userName) ||
    (wanted !== null && namesUser(wanted, agent.userName)) ||
    (upn !== null && agent.upn !== null && sameName(agent.upn, upn))
  );
}

/** By the name that was accepted, too: a suspended agent can report another one. */
function isOnDevice(agent: Decided, { machineId, hostname }: AgentIdentity): boolean {
  return (
    sameName(agent.machineId, machineId) ||
    sameName(agent.hostname, hostname) ||
    sameName(agent.deviceName, hostname)
  );
}

export function activationOf({
  organisationId: _,
  ...activation
}: Row<'advanceActivation'>): AdvanceActivation {
  return activation;
}
