// Approvals that are asked for, their links by mail, and managers and stand-ins of the directory.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of ['manager', 'stand_in'])
    await db.schema.alterTable('person').addColumn(name, 'text').execute();
  await db.schema.alterTable('ticket_event').addColumn('asked', 'text').execute();
  await db.schema
    .createTable('approval')
    .addColumn('ticket_id', 'text', (column) => column.primaryKey().references('ticket.id'))
    .addColumn('asked_at', 'text', (column) => column.notNull())
    .addColumn('times_asked', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('ask_again_at', 'text')
    .execute();
  await sql`insert into approval (ticket_id, asked_at)
    select ticket_id, min(added_at) from participant where role = 'approver' group by ticket_id`.execute(db);
  // the few that wait are looked for each minute
  await db.schema
    .createIndex('ticket_waiting_for_approval')
    .on('ticket')
    .column('id')
    .where(sql.ref('status'), '=', sql.lit('waiting_for_approval'))
    .execute();
  await db.schema
    .createIndex('approval_asked')
    .on('approval')
    .column('ticket_id')
    .where(sql.ref('times_asked'), '>', sql.lit(0))
    .execute();
  await db.schema
    .createTable('approval_link')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('requester_id', 'text', (column) => column.notNull().references('requester.id'))
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('approval_link_ticket')
    .on('approval_link')
    .columns(['ticket_id', 'requester_id'])
    .execute();
}
