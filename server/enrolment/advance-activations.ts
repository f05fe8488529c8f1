// Advance activations: IT names agents that are activated at their first call. Each admits a limited number, as every
// name is only claimed.
import type { AdvanceActivation, NewAdvanceActivation } from '../../contract/console.ts';
import type { AgentIdentity } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { instantFrom } from '../clock.ts';
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
  if (!chosen || (await isDecidedByStaff(transaction, organisationId, identity))) return null;
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
    (wanted.userName === null || sameUser(wanted.userName, userName))
  );
}

function namedBy({ machineId, hostname, userName }: Row<'advanceActivation'>): number {
  return [machineId, hostname, userName].filter((name) => name !== null).length;
}

/** A name without a domain matches that user of any domain. */
function sameUser(wanted: string, userName: string): boolean {
  const [name, own] = [wanted.toLowerCase(), userName.toLowerCase()];
  return name === own || name === own.slice(own.lastIndexOf('\\') + 1);
}

/**
 * Whether staff have decided about this user or device already: the user has an active agent on the device, or one that
 * is suspended or retired anywhere, or the device has suspended agents and no active one. Names ignore case.
 */
async function isDecidedByStaff(
  db: Database,
  organisationId: string,
  { machineId, hostname, sid, userName, upn }: AgentIdentity,
): Promise<boolean> {
  const agents = await db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .select(['agent.state', 'agent.sid', 'agent.userName', 'agent.upn', 'agent.hostname', 'device.machineId'])
    .where('device.organisationId', '=', organisationId)
    .where('agent.state', '!=', 'waiting')
    // whoever left a shared computer by themselves was not sent away
    .where(({ or, eb }) =>
      or([
        eb('agent.departure', 'is', null),
        eb('agent.departure', '!=', 'left'),
        eb('agent.state', '=', 'suspended'),
      ]),
    )
    .where(({ or, eb, fn }) =>
      or([
        eb('device.machineId', '=', machineId),
        eb(fn<string>('lower', ['agent.hostname']), '=', hostname.toLowerCase()),
        eb('agent.sid', '=', sid),
        eb(fn<string>('lower', ['agent.userName']), '=', userName.toLowerCase()),
        ...(upn === null ? [] : [eb(fn<string>('lower', ['agent.upn']), '=', upn.toLowerCase())]),
      ]),
    )
    .execute();
  const onDevice = agents.filter(
    (agent) => agent.machineId === machineId || sameName(agent.hostname, hostname),
  );
  const ofUser = agents.filter(
    (agent) =>
      agent.sid === sid ||
      sameName(agent.userName, userName) ||
      (upn !== null && sameName(agent.upn ?? '', upn)),
  );
  const isDeviceSuspended =
    onDevice.some(({ state }) => state === 'suspended') && !onDevice.some(({ state }) => state === 'active');
  return (
    isDeviceSuspended ||
    ofUser.some(({ state }) => state !== 'active') ||
    ofUser.some((agent) => agent.machineId === machineId && agent.sid === sid)
  );
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export function activationOf({
  organisationId: _,
  ...activation
}: Row<'advanceActivation'>): AdvanceActivation {
  return activation;
}
