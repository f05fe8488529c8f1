// Idempotency keys. They are ids of what they create, and each delivery of a ticket has one: no two things share a key.
import { sql } from 'kysely';
import { buildOnce } from '../storage/built-query.ts';
import type { Database } from '../storage/schema.ts';

/** What has a key; agent and hash of a command alone. */
interface KeyHolder {
  agentId: string | null;
  bodyHash: string | null;
}

const selectHolder = buildOnce((db, { key }: { key: string }) => {
  const none = sql<string | null>`null`;
  return (
    db
      .selectFrom('command')
      .select(['agentId', 'bodyHash'])
      .where('key', '=', key)
      .$castTo<KeyHolder>()
      .unionAll(
        db
          .selectFrom('comment')
          .select([none.as('agentId'), none.as('bodyHash')])
          .where('id', '=', key),
      )
      .unionAll(
        db
          .selectFrom('attachment')
          .select([none.as('agentId'), none.as('bodyHash')])
          .where('id', '=', key),
      )
      // one that staff split off has no command
      .unionAll(
        db
          .selectFrom('ticket')
          .select([none.as('agentId'), none.as('bodyHash')])
          .where('id', '=', key),
      )
  );
});

/** Returns what has a key that a client chose: a command, a comment, a file or a ticket; null where nothing has. */
export async function holderOfKey(transaction: Database, key: string): Promise<KeyHolder | null> {
  const holders = await selectHolder(transaction, { key });
  // what a command created has its key too
  return holders.find(({ agentId }) => agentId !== null) ?? holders[0] ?? null;
}
