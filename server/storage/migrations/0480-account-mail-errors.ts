// Why the last mail about an account, or to choose a password, reached nobody.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('staff').addColumn('mail_error', 'text').execute();
}
