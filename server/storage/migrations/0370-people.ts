// What staff are limited to, and who of them wrote a comment or made a change.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['staff', 'staff_invitation'])
    await db.schema.alterTable(table).addColumn('organisation_ids', 'text').execute();
  for (const [table, column] of [
    ['ticket_event', 'staff_id'],
    ['ticket_event', 'released'],
    ['comment', 'staff_id'],
  ] as const)
    await db.schema.alterTable(table).addColumn(column, 'text').execute();
  // the list of tickets for those who are limited
  await db.schema
    .createIndex('ticket_organisation')
    .on('ticket')
    .columns(['organisation_id', 'updated_at', 'id'])
    .execute();
}
