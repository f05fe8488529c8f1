// The sent-mail log of mail backends.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const texts = ['message_id', 'ticket_key', 'operation', 'state', 'title', 'sender_name', 'sender_email'];
  let table = db.schema
    .createTable('sent_mail')
    .addColumn('backend_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('number', 'text')
    .addColumn('sent_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sent_mail_key', ['backend_id', 'key']);
  for (const name of texts) table = table.addColumn(name, 'text', (column) => column.notNull());
  await table.execute();
  const index = (name: string, column: string) =>
    db.schema.createIndex(name).on('sent_mail').columns(['backend_id', column]).execute();
  await index('sent_mail_message', 'message_id');
  await index('sent_mail_number', 'number');
}
