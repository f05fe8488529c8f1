// What a cursor stands for: a random mark of each change, and those of a requester's last changes. Which keys are of a
// pool of session hosts.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const addText = (table: string, column: string) =>
    db.schema
      .alterTable(table)
      .addColumn(column, 'text', (added) => added.notNull().defaultTo(''))
      .execute();
  await addText('change', 'mark');
  await addText('requester', 'change_marks');
  await db.schema
    .alterTable('enrolment_key')
    .addColumn('pool', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
