// Releases of the agent, and their files.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('release')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'text', (column) => column.notNull().unique())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('percentage', 'integer', (column) => column.notNull())
    .addColumn('organisation_ids', 'text')
    .addColumn('paused', 'integer', (column) => column.notNull())
    .addColumn('replaces_paused', 'integer', (column) => column.notNull())
    .addColumn('built_at', 'text')
    .addColumn('added_at', 'text', (column) => column.notNull())
    .addColumn('staff_id', 'text', (column) => column.notNull().references('staff.id'))
    .execute();
  await db.schema
    .createTable('release_file')
    .addColumn('release_id', 'text', (column) => column.notNull().references('release.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('size', 'integer')
    .addColumn('sha512', 'text')
    .addColumn('needs_rights', 'integer', (column) => column.notNull())
    .addColumn('received', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('release_file_key', ['release_id', 'name'])
    .execute();
}
