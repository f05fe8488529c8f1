// What staff correct of a ticket: its service, its priority. And when a resolved ticket closes by itself.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of ['service_id', 'priority', 'priority_reason', 'closes_at'])
    await db.schema.alterTable('ticket').addColumn(name, 'text').execute();
  await db.schema.alterTable('ticket_event').addColumn('corrected', 'text').execute();
  // of a few tickets: the others have no date
  await sql`create index ticket_closing on ticket (closes_at) where closes_at is not null`.execute(db);
}
