// What of a backend was not taken, such as a mail of somebody who does not write for it, and the numbers that it owes.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('backend').addColumn('left_out', 'text').execute();
  await db.schema.alterTable('backend').addColumn('left_out_at', 'text').execute();
  // few at a time, whatever the number of tickets
  await db.schema
    .createIndex('link_awaiting_number')
    .on('link')
    .column('backend_id')
    .where(sql.ref('number'), 'is', null)
    .execute();
}
