// Whom an agent replaces that is activated, or goes to another device.
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { deviceAmong, nameOfDevice, readComputers } from './devices.ts';

type Named = Pick<Row<'agent'>, 'id' | 'sid' | 'deviceId' | 'hostname'> &
  Pick<Row<'device'>, 'organisationId' | 'machineId'>;

/**
 * Gives the device the name that its agent reports. Where another device has that name and the same machine id, this computer was
 * taken for a clone when its name changed: the agent goes there. Returns whom it retires.
 */
export async function acceptName(
  transaction: Database,
  audit: Audit,
  staffId: string,
  { id, sid, deviceId, organisationId, machineId, hostname }: Named,
): Promise<string[]> {
  const computers = await readComputers(transaction, [organisationId], [machineId]);
  const others = computers.filter((computer) => computer.id !== deviceId);
  const same = deviceAmong(others, hostname);
  if (!same) {
    await transaction.updateTable('device').set(nameOfDevice(hostname)).where('id', '=', deviceId).execute();
    return [];
  }
  const retired = await retireOthers(transaction, audit, staffId, { id, deviceId: same.id, sid });
  await transaction.updateTable('agent').set({ deviceId: same.id }).where('id', '=', id).execute();
  return retired;
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
    .where('deviceId', '=', deviceId)
    .where('sid', '=', sid)
    // also one that waits for a decision about its account: it must not come back beside the new one
    .where(({ or, eb, and }) =>
      or([
        eb('state', 'in', ['active', 'suspended']),
        and([eb('state', '=', 'waiting'), eb('claim', 'is', null), eb('claimedProof', 'is not', null)]),
      ]),
    )
    .where('id', '!=', id)
    .returning('id')
    .execute();
  for (const other of others) {
    const subject = { kind: 'agent', id: other.id } as const;
    await audit(transaction, { staffId, act: 'replace-agent', subject, details: { by: id } });
  }
  return others.map((other) => other.id);
}
