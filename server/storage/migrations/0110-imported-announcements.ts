// Makes an announcement's author optional: imported ones have none.
import { type Kysely, sql } from 'kysely';

/** SQLite cannot make a column nullable: the column is replaced. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable('announcement');
  await table()
    .addColumn('publisher_id', 'text', (column) => column.references('staff.id'))
    .execute();
  await sql`update announcement set publisher_id = staff_id`.execute(db);
  await table().dropColumn('staff_id').execute();
  await table().renameColumn('publisher_id', 'staff_id').execute();
}
