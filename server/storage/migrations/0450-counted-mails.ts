// Mails are counted apart by whether their sender is proven and known. Finds the mail that a ticket came by.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of ['proven', 'known'])
    await db.schema
      .alterTable('desk_mail')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  // of those that wait, the reason says it
  await sql`update desk_mail set proven = 1 where reason <> 'unproven' and reason <> 'stranger'`.execute(db);
  await sql`update desk_mail set known = 1 where reason <> 'stranger'`.execute(db);
  await db.schema.createIndex('desk_mail_ticket').on('desk_mail').column('ticket_id').execute();
}
