// Makes room for the bytes of attachments and of releases, in parts, which several servers share (storage/part-store).
import { type Kysely, sql } from 'kysely';
import { bytesType } from '../dialect/dialect.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('content')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('upload_id', 'text', (column) => column.unique())
    .addColumn('sender', 'text')
    .addColumn('name', 'text', (column) => column.unique())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addColumn('length', 'integer')
    .addColumn('metadata', 'text')
    .addColumn('sha256', 'text')
    .addColumn('touched_at', 'text', (column) => column.notNull())
    .execute();
  // stored contents are many, uploads and what is to be removed few
  await db.schema
    .createIndex('content_unnamed')
    .on('content')
    .columns(['sender', 'touched_at'])
    .where(sql.ref('name'), 'is', null)
    .execute();
  await db.schema
    .createTable('content_part')
    .addColumn('content_id', 'text', (column) => column.notNull().references('content.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('bytes', bytesType(db))
    .addColumn('object_key', 'text')
    .addPrimaryKeyConstraint('content_part_key', ['content_id', 'number'])
    .execute();
  // tells a server without the bucket that it needs it
  await db.schema
    .createIndex('content_part_in_bucket')
    .on('content_part')
    .column('content_id')
    .where(sql.ref('object_key'), 'is not', null)
    .execute();
}
