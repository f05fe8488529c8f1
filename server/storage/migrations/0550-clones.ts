// Computers that report one machine id are several devices if they have other names, and an agent says on which computer it runs.
import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect/dialect.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  if (isPostgres(db)) await db.schema.alterTable('device').dropConstraint('device_machine').execute();
  else await copyDevices(db);
  await db.schema
    .createIndex('device_machine')
    .unique()
    .on('device')
    .columns(['organisation_id', 'machine_id', 'host_key'])
    .execute();
  for (const name of ['other_host', 'other_host_at', 'copied_at'])
    await db.schema.alterTable('agent').addColumn(name, 'text').execute();
}

/** SQLite drops no constraint. */
async function copyDevices(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('new_device')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisation.id'))
    .addColumn('machine_id', 'text', (column) => column.notNull())
    .addColumn('hostname', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('host_key', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await sql`insert into new_device (id, organisation_id, machine_id, hostname, created_at, host_key)
    select id, organisation_id, machine_id, hostname, created_at, host_key from device`.execute(db);
  await db.schema.dropTable('device').execute();
  await db.schema.alterTable('new_device').renameTo('device').execute();
  await db.schema.createIndex('device_listed').on('device').columns(['host_key', 'id']).execute();
  await db.schema
    .createIndex('device_organisation')
    .on('device')
    .columns(['organisation_id', 'host_key', 'id'])
    .execute();
}
