// Announcements, and the uploads of staff.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('announcement')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organisation_id', 'text', (column) => column.references('organisation.id'))
    .addColumn('severity', 'text', (column) => column.notNull())
    .addColumn('title_en', 'text', (column) => column.notNull())
    .addColumn('title_fr', 'text', (column) => column.notNull())
    .addColumn('text_en', 'text', (column) => column.notNull())
    .addColumn('text_fr', 'text', (column) => column.notNull())
    .addColumn('service_en', 'text')
    .addColumn('service_fr', 'text')
    .addColumn('from_at', 'text', (column) => column.notNull())
    .addColumn('to_at', 'text')
    .addColumn('ticket_id', 'text', (column) => column.references('ticket.id'))
    .addColumn('published_at', 'text', (column) => column.notNull())
    .addColumn('withdrawn_at', 'text')
    .addColumn('staff_id', 'text', (column) => column.notNull().references('staff.id'))
    .execute();
  await db.schema
    .createTable('staff_upload')
    .addColumn('staff_id', 'text', (column) => column.notNull().references('staff.id'))
    .addColumn('sha256', 'text', (column) => column.notNull().references('blob.sha256'))
    .addColumn('completed_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('staff_upload_key', ['staff_id', 'sha256'])
    .execute();
}
