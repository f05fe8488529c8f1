// What teams take; what staff are limited to, when they are away, who of them wrote a comment or made a change, is mentioned, and follows a ticket.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['staff', 'staff_invitation'])
    await db.schema.alterTable(table).addColumn('organisation_ids', 'text').execute();
  for (const column of ['absent_from', 'absent_until', 'stand_in_id'])
    await db.schema.alterTable('staff').addColumn(column, 'text').execute();
  for (const [table, column] of [
    ['ticket_event', 'staff_id'],
    ['ticket_event', 'released'],
    ['comment', 'staff_id'],
  ] as const)
    await db.schema.alterTable(table).addColumn(column, 'text').execute();
  await db.schema
    .createTable('ticket_follower')
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('staff_id', 'text', (column) => column.notNull().references('staff.id'))
    .addColumn('since', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_follower_key', ['ticket_id', 'staff_id'])
    .execute();
  await db.schema.createIndex('ticket_follower_staff').on('ticket_follower').column('staff_id').execute();
  await db.schema
    .createTable('comment_mention')
    .addColumn('comment_id', 'text', (column) => column.notNull().references('comment.id'))
    .addColumn('staff_id', 'text', (column) => column.notNull().references('staff.id'))
    .addPrimaryKeyConstraint('comment_mention_key', ['comment_id', 'staff_id'])
    .execute();
  await db.schema
    .createTable('team_rule')
    .addColumn('team_id', 'text', (column) => column.notNull().references('team.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('organisation_id', 'text', (column) => column.references('organisation.id'))
    .addColumn('entry_id', 'text')
    .addPrimaryKeyConstraint('team_rule_key', ['team_id', 'position'])
    .execute();
  // the list of tickets for those who are limited
  await db.schema
    .createIndex('ticket_organisation')
    .on('ticket')
    .columns(['organisation_id', 'updated_at', 'id'])
    .execute();
}
