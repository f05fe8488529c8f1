// Tells agents whose place another one took from those that staff retired.
import { type Kysely, sql } from 'kysely';

/** Of former agents the audit knows it. One that was ever suspended stays a decision of staff about its user. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('agent')
    .addColumn('was_replaced', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update agent set was_replaced = 1
    where state = 'retired'
      and exists (select 1 from audit where subject_id = agent.id and act = 'replace-agent')
      and not exists (select 1 from audit where subject_id = agent.id and act = 'suspend')`.execute(db);
}
