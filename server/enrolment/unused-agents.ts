// Removes agents that nobody activated: anybody with the enrolment key can add them.
import { type Clock, DAY, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';

/** An agent that still calls introduces itself again. */
const KEPT_FOR = 30 * DAY;

/** Removes agents about which nobody decided within 30 days of their enrolment, and the devices that have no other. */
export async function removeUnusedAgents({
  db,
  clock,
  audit,
}: {
  db: Database;
  clock: Clock;
  audit: Audit;
}): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const unused = await transaction
      .selectFrom('agent')
      .select(['id', 'deviceId', 'userName', 'hostname'])
      .where('acceptedAt', 'is', null)
      // a decision of staff stays, and one that was asked to delete its data must still learn that
      .where('sentAway', '=', 0)
      .where('enrolledAt', '<=', instantFrom(clock, -KEPT_FOR))
      .execute();
    for (const { id, deviceId, userName, hostname } of unused) {
      await transaction.deleteFrom('confirmationToken').where('agentId', '=', id).execute();
      await transaction.deleteFrom('upload').where('agentId', '=', id).execute();
      await transaction.deleteFrom('agent').where('id', '=', id).execute();
      const subject = { kind: 'agent', id } as const;
      const details = { userName, hostname };
      await audit(transaction, { staffId: null, act: 'remove-unused-agent', subject, details });
      await removeEmptyDevice(transaction, deviceId);
    }
  });
}

async function removeEmptyDevice(transaction: Database, deviceId: string): Promise<void> {
  const other = await transaction
    .selectFrom('agent')
    .select('id')
    .where('deviceId', '=', deviceId)
    .limit(1)
    .executeTakeFirst();
  if (other) return;
  await transaction.deleteFrom('confirmationToken').where('deviceId', '=', deviceId).execute();
  await transaction.deleteFrom('device').where('id', '=', deviceId).execute();
}
