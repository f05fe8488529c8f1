// Counts the changes of what administrators set, so that a server may keep it in memory: any program that changes it is seen.
import { type Kysely, sql } from 'kysely';
import { createTrigger } from '../dialect/triggers.ts';

/** What agents are told at each sync, or new tickets are routed by. `update`: the columns that matter; all where null. */
const TABLES: readonly { table: string; update: string | null }[] = [
  { table: 'organisation', update: null },
  { table: 'sign_in_provider', update: null },
  { table: 'catalogue', update: null },
  { table: 'catalogue_entry', update: null },
  { table: 'announcement', update: null },
  { table: 'route', update: null },
  { table: 'person', update: 'user_key' },
  // the other columns change with every poll and failure
  { table: 'backend', update: 'revision' },
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('settings_revision')
    .addColumn('revision', 'integer', (column) => column.notNull())
    .execute();
  await sql`insert into settings_revision values (0)`.execute(db);
  for (const { table, update } of TABLES) {
    const events = ['insert', update === null ? 'update' : `update of ${update}`, 'delete'];
    for (const after of events) {
      const name = `settings_${table}_${after.split(' ')[0]}`;
      const statement = sql`update settings_revision set revision = revision + 1`;
      await createTrigger(db, { name, after, table, forEachRow: false, statement });
    }
  }
}
