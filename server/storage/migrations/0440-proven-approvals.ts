// What an approval was asked for, which addresses of staff are proven, and requesters who were asked about their own tickets.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('approval').addColumn('named', 'text').execute();
  await sql`update approval set named = (
    select case when entry.approver = 'manager' then person.manager else entry.approver end
    from ticket
    join requester on requester.id = ticket.requester_id
    join catalogue_entry as entry on entry.organisation_id = ticket.organisation_id and entry.id = ticket.category_id
    left join person on person.organisation_id = ticket.organisation_id and person.email = requester.email
    where ticket.id = approval.ticket_id)`.execute(db);
  await sql`delete from participant where role = 'approver' and exists (
    select 1 from ticket where ticket.id = participant.ticket_id
    and ticket.requester_id = participant.requester_id and ticket.status = 'waiting_for_approval')`.execute(
    db,
  );
  await db.schema
    .alterTable('staff')
    .addColumn('email_proven', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  // made by a sign-in with the identity provider, of which nothing else is known: the next one proves it
  await sql`update staff set email_proven = 0 where has_password = 0`.execute(db);
}
