// Teams, and the member of staff that a ticket is assigned to.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('team')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.unique())
    .addColumn('assigning', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('team_member')
    .addColumn('team_id', 'text', (column) => column.notNull().references('team.id'))
    .addColumn('staff_id', 'text', (column) => column.notNull().references('staff.id'))
    .addColumn('turn', 'integer', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('team_member_key', ['team_id', 'staff_id'])
    .execute();
  await db.schema.createIndex('team_member_staff').on('team_member').column('staff_id').execute();
  await db.schema.alterTable('ticket').addColumn('team_id', 'text').execute();
  await db.schema.alterTable('ticket').addColumn('technician_id', 'text').execute();
  for (const column of ['assigned_team', 'assigned_technician'])
    await db.schema.alterTable('ticket_event').addColumn(column, 'text').execute();
  // those of the built-in desk whose technician is one of the staff, and only one
  await sql`update ticket set technician_id = (select min(id) from staff where full_name = ticket.technician)
    where technician is not null
      and (select count(*) from staff where full_name = ticket.technician) = 1
      and exists (select 1 from link where link.ticket_id = ticket.id and tier = 1 and backend_id = 'built-in')`.execute(
    db,
  );
  await sql`create index ticket_technician on ticket (technician_id, updated_at, id)
    where technician_id is not null`.execute(db);
  await sql`create index ticket_team on ticket (team_id, updated_at, id) where team_id is not null`.execute(
    db,
  );
}
