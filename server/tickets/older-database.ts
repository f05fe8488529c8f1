// What the server does once an agent holds what this database never told: it was set back without `guichet after-restore`.
import type { FastifyBaseLogger } from 'fastify';
import { type Clock, DAY, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import { skipNumbers } from './desk-numbers.ts';

/** How many numbers are left out: about as many as a busy help desk gives in a day. */
const LEFT_OUT = 1000;

export interface OlderDatabase {
  /** An active agent has a cursor that contradicts the feed: `agentId` is audited, because it may be lying. */
  noticed(agentId: string): Promise<void>;
}

/**
 * Numbers are left out at most once a day: whoever lies gains nothing but a gap, and is named in the audit. Nothing else follows from
 * what an agent says.
 */
export function createOlderDatabase({
  db,
  clock,
  audit,
  log,
}: {
  db: Database;
  clock: Clock;
  audit: Audit;
  log: FastifyBaseLogger;
}): OlderDatabase {
  return {
    async noticed(agentId) {
      const isNew = await db.transaction().execute(async (transaction) => {
        const lately = await transaction
          .selectFrom('audit')
          .select('id')
          .where('act', '=', 'notice-older-database')
          .where('at', '>', instantFrom(clock, -DAY))
          .limit(1)
          .executeTakeFirst();
        if (lately) return false;
        await skipNumbers(transaction, LEFT_OUT);
        await audit(transaction, {
          staffId: null,
          act: 'notice-older-database',
          subject: { kind: 'agent', id: agentId },
          details: { numbersLeftOut: LEFT_OUT },
        });
        return true;
      });
      if (isNew) log.error({ agentId }, OLDER);
    },
  };
}

const OLDER =
  'the database is older than what this agent was told: it was restored or set back. Run after-restore, as docs/guide-operation.md says';
