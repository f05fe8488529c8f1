// Removes agents that nobody activated: anybody with the enrolment key can add them.
import { type Clock, DAY, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';

/** An agent that still calls introduces itself again. */
const KEPT_FOR = 30 * DAY;

/**
 * Removes agents about which nobody decided within 30 days of their enrolment, and devices without an agent: a waiting agent
 * can claim one after the other. Tokens of the last two days keep their device, because they still count.
 */
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
      .select(['id', 'userName', 'hostname'])
      .where('acceptedAt', 'is', null)
      // a decision of staff stays, and one that was asked to delete its data must still learn that
      .where('sentAway', '=', 0)
      .where('enrolledAt', '<=', instantFrom(clock, -KEPT_FOR))
      .execute();
    for (const { id, userName, hostname } of unused) {
      await transaction.deleteFrom('confirmationToken').where('agentId', '=', id).execute();
      await transaction.deleteFrom('upload').where('agentId', '=', id).execute();
      await transaction.deleteFrom('signInAttempt').where('agentId', '=', id).execute();
      await transaction.deleteFrom('agent').where('id', '=', id).execute();
      const subject = { kind: 'agent', id } as const;
      const details = { userName, hostname };
      await audit(transaction, { staffId: null, act: 'remove-unused-agent', subject, details });
    }
    await transaction
      .deleteFrom('device')
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('agent').select('id').whereRef('agent.deviceId', '=', 'device.id'))),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('confirmationToken')
              .select('id')
              .whereRef('confirmationToken.deviceId', '=', 'device.id'),
          ),
        ),
      )
      .execute();
  });
}
