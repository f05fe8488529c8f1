// The random key of each mail to a help desk. Mails sent before have none, and prove nothing.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sent_mail').addColumn('reply_key', 'text').execute();
  await db.schema
    .createIndex('sent_mail_reply_key')
    .on('sent_mail')
    .columns(['backend_id', 'reply_key'])
    .execute();
}
