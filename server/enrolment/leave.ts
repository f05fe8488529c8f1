// Ends the standing of an agent that leaves its computer: its secret opens nothing any more.
import type { Clock } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';
import { voidTokens } from './confirmation-token.ts';
import type { KnownAgent } from './standing.ts';

interface LeaveParts {
  db: Database;
  clock: Clock;
  audit: Audit;
  announce: Announce;
}

/** The next person enrols as another agent. A decision of staff stays, so that nobody undoes it by leaving. */
export async function leave(
  { db, clock, audit, announce }: LeaveParts,
  { id, organisationId }: Pick<KnownAgent, 'id' | 'organisationId'>,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const { state, departure: asked } = await transaction
      .selectFrom('agent')
      .select(['state', 'departure'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const to = state === 'suspended' ? 'suspended' : 'retired';
    const departure = asked === 'erase-asked' ? 'erased' : 'left';
    await transaction
      .updateTable('agent')
      .set({ state: to, departure, secretHash: '' })
      .where('id', '=', id)
      .execute();
    await voidTokens(transaction, clock, id);
    await audit(transaction, {
      staffId: null,
      act: 'leave',
      subject: { kind: 'agent', id },
      details: { from: state, to, asked: asked === 'erase-asked' },
    });
  });
  announce.dismiss([id]);
  announce.console('devices', organisationId);
}
