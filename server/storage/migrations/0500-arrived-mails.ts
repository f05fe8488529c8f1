// Mails are counted by when they came to the mailbox.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index desk_mail_sender`.execute(db);
  await db.schema
    .createIndex('desk_mail_sender')
    .on('desk_mail')
    .columns(['sender', 'received_at'])
    .execute();
  await db.schema
    .createIndex('desk_mail_arrival')
    .on('desk_mail')
    .columns(['outcome', 'received_at'])
    .execute();
}
