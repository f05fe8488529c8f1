// Approvals that are asked for, their links by mail, and managers and stand-ins of the directory. An index of what nobody has, and what
// is overdue.
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
  await db.schema.alterTable('ticket').addColumn('overdue_told', 'text').execute();
  // nobody is told of what was overdue before
  await sql`update ticket set overdue_told = due_at where due_at <= ${new Date().toISOString()}`.execute(db);
  await db.schema
    .alterTable('desk_ticket')
    .addColumn('told', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update desk_ticket set told = 1`.execute(db);
  await sql`create index desk_ticket_untold on desk_ticket (number) where told = 0`.execute(db);
  await sql`create index ticket_due on ticket (due_at, id)
    where due_at is not null and status not in ('resolved', 'closed')`.execute(db);
  await sql`create index ticket_unassigned on ticket (updated_at, id)
    where technician is null and status in ('new', 'approved', 'assigned')`.execute(db);
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
