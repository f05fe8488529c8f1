// The history of tickets, and why a ticket is pending.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [name, type] of [
    ['pending_reason', 'text'],
    ['pending_until', 'text'],
    ['pending_until_answer', 'integer'],
  ] as const)
    await db.schema.alterTable('ticket').addColumn(name, type).execute();
  // of a few tickets: the others have no date
  await sql`create index ticket_pending on ticket (pending_until) where pending_until is not null`.execute(
    db,
  );
  await db.schema
    .createTable('ticket_event')
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('ordinal', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('from_status', 'text', (column) => column.notNull())
    .addColumn('to_status', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('reason', 'text')
    .addPrimaryKeyConstraint('ticket_event_key', ['ticket_id', 'ordinal'])
    .execute();
}
