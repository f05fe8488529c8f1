// Of which tickets people were told that they were received, and staff that they are overdue. Indexes of these, and of what nobody has.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
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
}
