// Tickets that were merged, and links between tickets and announcements.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of ['merged_into', 'status_before_merger'])
    await db.schema.alterTable('ticket').addColumn(name, 'text').execute();
  await db.schema.alterTable('participant').addColumn('merged_from', 'text').execute();
  await db.schema.alterTable('ticket_event').addColumn('merged', 'text').execute();
  await db.schema
    .createIndex('ticket_merged')
    .on('ticket')
    .column('merged_into')
    .where(sql.ref('merged_into'), 'is not', null)
    .execute();
  await db.schema
    .createTable('ticket_relation')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('other_id', 'text', (column) => column.references('ticket.id'))
    .addColumn('announcement_id', 'text', (column) => column.references('announcement.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  // one link between the same two
  await db.schema
    .createIndex('ticket_relation_other')
    .unique()
    .on('ticket_relation')
    .columns(['other_id', 'ticket_id'])
    .execute();
  await db.schema
    .createIndex('ticket_relation_announcement')
    .unique()
    .on('ticket_relation')
    .columns(['ticket_id', 'announcement_id'])
    .execute();
}
