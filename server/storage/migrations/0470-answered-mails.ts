// The Message-ID of mails that became something, which the answer to them refers to.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('desk_mail').addColumn('message_id', 'text').execute();
}
