// What of a backend was not taken, such as a mail of somebody who does not write for it.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('backend').addColumn('left_out', 'text').execute();
  await db.schema.alterTable('backend').addColumn('left_out_at', 'text').execute();
}
