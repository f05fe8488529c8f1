// An id of a person in the directory that stays when the address changes.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('person').addColumn('stable_id', 'text').execute();
}
