// Whom an agent replaces that is activated, or goes to another device.
import type { ExpressionBuilder } from 'kysely';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row, Schema } from '../storage/schema.ts';
import { deviceAmong, nameOfDevice, readComputers } from './devices.ts';
import type { Place } from './places.ts';

type Named = Pick<Row<'agent'>, 'id' | 'sid' | 'deviceId' | 'hostname'> &
  Pick<Row<'device'>, 'organisationId' | 'machineId'>;

/**
 * Gives the device the name that its agent reports. Where another device has that name and the same machine id, this computer was
 * taken for a clone when its name changed: the agent goes there, unless an agent of this Windows user is there. Returns whether it was
 * done: a name is a claim, and takes no place from anybody.
 */
export async function acceptName(
  transaction: Database,
  { id, sid, deviceId, organisationId, machineId, hostname }: Named,
): Promise<boolean> {
  const computers = await readComputers(transaction, [organisationId], [machineId]);
  const others = computers.filter((computer) => computer.id !== deviceId);
  const same = deviceAmong(others, hostname);
  if (!same) {
    await transaction.updateTable('device').set(nameOfDevice(hostname)).where('id', '=', deviceId).execute();
    return true;
  }
  const holder = await transaction
    .selectFrom('agent')
    .select('id')
    .where(isIn({ deviceId: same.id, sid }))
    .executeTakeFirst();
  if (holder) return false;
  await transaction.updateTable('agent').set({ deviceId: same.id }).where('id', '=', id).execute();
  return true;
}

/** The condition that an agent has the place: also one that waits for a decision about its account. */
function isIn({ deviceId, sid }: Place) {
  return ({ eb, or, and }: ExpressionBuilder<Schema, 'agent'>) =>
    and([
      eb('deviceId', '=', deviceId),
      eb('sid', '=', sid),
      or([
        eb('state', 'in', ['active', 'suspended']),
        and([eb('state', '=', 'waiting'), eb('claim', 'is', null), eb('claimedProof', 'is not', null)]),
      ]),
    ]);
}

/** Retires the agents that this Windows user of the device has beside this one. Returns their ids. */
export async function retireOthers(
  transaction: Database,
  audit: Audit,
  staffId: string | null,
  { id, deviceId, sid }: { id: string; deviceId: string; sid: string },
): Promise<string[]> {
  const others = await transaction
    .updateTable('agent')
    .set({ state: 'retired' })
    .where(isIn({ deviceId, sid }))
    .where('id', '!=', id)
    .returning('id')
    .execute();
  for (const other of others) {
    const subject = { kind: 'agent', id: other.id } as const;
    await audit(transaction, { staffId, act: 'replace-agent', subject, details: { by: id } });
  }
  return others.map((other) => other.id);
}
