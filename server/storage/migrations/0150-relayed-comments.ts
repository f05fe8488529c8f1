// The comments that were relayed between two backends of a ticket, by their texts.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('relayed_comment')
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('link_id', 'text', (column) => column.notNull().references('link.id'))
    .addColumn('text_hash', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('relayed_comment_ticket')
    .on('relayed_comment')
    .columns(['ticket_id', 'at'])
    .execute();
}
