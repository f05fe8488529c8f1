// The last item that was left out of a backend, such as a mail of an unknown sender, and an index for awaited numbers.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('backend').addColumn('left_out', 'text').execute();
  await db.schema.alterTable('backend').addColumn('left_out_at', 'text').execute();
  // a partial index: few tickets lack their number at a time
  await db.schema
    .createIndex('link_awaiting_number')
    .on('link')
    .column('backend_id')
    .where(sql.ref('number'), 'is', null)
    .execute();
}
