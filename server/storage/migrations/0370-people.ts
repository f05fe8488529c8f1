// What staff are limited to.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['staff', 'staff_invitation'])
    await db.schema.alterTable(table).addColumn('organisation_ids', 'text').execute();
  // the list of tickets for those who are limited
  await db.schema
    .createIndex('ticket_organisation')
    .on('ticket')
    .columns(['organisation_id', 'updated_at', 'id'])
    .execute();
}
