// What joins a ticket to others, in its history. Rejected tickets are listed with resolved ones: nobody works on them. An index of resolved
// tickets that nobody has.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('ticket_event').addColumn('related', 'text').execute();
  await sql`drop index ticket_open`.execute(db);
  await sql`drop index ticket_resolved`.execute(db);
  const order = sql`on ticket (updated_at, id)`;
  await sql`create index ticket_open ${order} where status not in ('resolved', 'rejected', 'closed')`.execute(
    db,
  );
  await sql`create index ticket_resolved ${order} where status in ('resolved', 'rejected')`.execute(db);
  await sql`create index ticket_resolved_unassigned ${order}
    where technician is null and status = 'resolved'`.execute(db);
  await sql`insert into search_pending (ticket_id) select id from ticket where status = 'rejected'
    on conflict (ticket_id) do nothing`.execute(db);
}
