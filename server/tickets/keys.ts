// Idempotency keys. They are ids of what they create, and each delivery of a ticket has one: no two things share a key.
import type { Database } from '../storage/schema.ts';

/** Whether a key that a client chose is the id of something else: a command, a comment or a file, of any ticket. */
export async function isKeyTaken(transaction: Database, key: string): Promise<boolean> {
  const taken = await transaction
    .selectFrom('command')
    .select('key')
    .where('key', '=', key)
    .unionAll(transaction.selectFrom('comment').select('id as key').where('id', '=', key))
    .unionAll(transaction.selectFrom('attachment').select('id as key').where('id', '=', key))
    .executeTakeFirst();
  return taken !== undefined;
}
