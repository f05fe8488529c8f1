// Participants and their acts, and the form's fields of a ticket.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('participant')
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('requester_id', 'text', (column) => column.notNull().references('requester.id'))
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('announcement_id', 'text', (column) => column.references('announcement.id'))
    .addColumn('added_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('participant_key', ['ticket_id', 'requester_id', 'role'])
    .execute();
  await db.schema
    .createIndex('participant_announcement')
    .on('participant')
    .column('announcement_id')
    .execute();
  await widenTicket(db);
  await db.schema
    .alterTable('command')
    .addColumn('requester_id', 'text', (column) => column.references('requester.id'))
    .execute();
  await db.schema.alterTable('command').addColumn('body', 'text').execute();
  await db.schema
    .createTable('desk_act')
    .addColumn('idempotency_key', 'text', (column) => column.primaryKey())
    .addColumn('ticket_ref', 'text', (column) => column.notNull())
    .addColumn('act', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
}

/** SQLite adds one column per statement. */
async function widenTicket(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('ticket')
    .addColumn('written_by', 'text', (column) => column.references('requester.id'))
    .execute();
  for (const name of ['answers', 'facts']) {
    await db.schema
      .alterTable('ticket')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();
  }
  for (const name of ['category_id', 'impact', 'urgency', 'due_at', 'satisfaction_comment'] as const) {
    await db.schema.alterTable('ticket').addColumn(name, 'text').execute();
  }
  await db.schema.alterTable('ticket').addColumn('satisfaction_score', 'integer').execute();
}
