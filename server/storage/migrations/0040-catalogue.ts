// The imported catalogue and directory of each organisation. Entries missing from a later file are retired, not deleted.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createCatalogue(db);
  await createDirectory(db);
  // so far only a confirmed address created a requester
  await db.schema.alterTable('requester').addColumn('confirmed_at', 'text').execute();
  await sql`update requester set confirmed_at = created_at`.execute(db);
}

async function createCatalogue(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('catalogue')
    .addColumn('organisation_id', 'text', (column) => column.primaryKey().references('organisation.id'))
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('imported_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('catalogue_entry')
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisation.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('family_id', 'text', (column) => column.notNull())
    .addColumn('family_en', 'text', (column) => column.notNull())
    .addColumn('family_fr', 'text', (column) => column.notNull())
    .addColumn('service_id', 'text', (column) => column.notNull())
    .addColumn('service_en', 'text', (column) => column.notNull())
    .addColumn('service_fr', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text', (column) => column.notNull())
    .addColumn('name_fr', 'text', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('kind', 'text')
    .addColumn('fields', 'text', (column) => column.notNull())
    .addColumn('approver', 'text')
    .addColumn('due_hours', 'integer')
    .addColumn('retired_at', 'text')
    .addPrimaryKeyConstraint('catalogue_entry_key', ['organisation_id', 'id'])
    .execute();
}

async function createDirectory(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('person')
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisation.id'))
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('full_name', 'text', (column) => column.notNull())
    .addColumn('user_key', 'text')
    .addColumn('phone', 'text')
    .addColumn('site', 'text')
    .addColumn('room', 'text')
    .addColumn('search_text', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('person_key', ['organisation_id', 'email'])
    .execute();
  await db.schema.createIndex('person_user').on('person').columns(['organisation_id', 'user_key']).execute();
}
