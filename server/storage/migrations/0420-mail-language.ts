// The language of people who write by mail.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('requester').addColumn('written_language', 'text').execute();
  await db.schema.alterTable('desk_mail').addColumn('language', 'text').execute();
}
