// What all servers of one database must have in common: one table for the key, and for what else there is.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('agreement')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await sql`insert into agreement (name, value) select 'key', max(fingerprint) from server_key having count(*) > 0`.execute(
    db,
  );
  await db.schema.dropTable('server_key').execute();
}
