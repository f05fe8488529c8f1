// How agents left their computers.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('agent').addColumn('departure', 'text').execute();
}
