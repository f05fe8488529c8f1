// Staff with identity: invitations by mail, deactivation, the last sign-in, second factors that have to be set up again, and
// the links that bring a lost administrator back.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('staff').addColumn('deactivated_at', 'text').execute();
  await db.schema.alterTable('staff').addColumn('last_sign_in_at', 'text').execute();
  await sql`update staff set last_sign_in_at = (select max(at) from audit
    where audit.staff_id = staff.id and act in ('setup', 'sign-in'))`.execute(db);
  await db.schema
    .alterTable('second_factor')
    .addColumn('demanded', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('staff_invitation')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('full_name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('invited_by', 'text', (column) => column.notNull().references('staff.id'))
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('recovery_link')
    .addColumn('staff_id', 'text', (column) => column.primaryKey().references('staff.id'))
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
}
