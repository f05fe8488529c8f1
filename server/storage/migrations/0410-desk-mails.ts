// Two desks that speak to each other by mail: which mail of another desk began a ticket, what that desk is told, and the last change of a link's ticket that its desk told of.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('desk_mail').addColumn('desk_ref', 'text').execute();
  await sql`create index desk_mail_desk_ref on desk_mail (desk_ref) where desk_ref is not null`.execute(db);
  await sql`create index desk_mail_desk_ticket on desk_mail (ticket_id) where desk_ref is not null`.execute(
    db,
  );
  await sql`create index desk_mail_desk on desk_mail (requester_id) where desk_ref is not null`.execute(db);
  await db.schema.alterTable('notice').addColumn('desk_ref', 'text').execute();
  await db.schema.alterTable('link').addColumn('told_seq', 'integer').execute();
}
