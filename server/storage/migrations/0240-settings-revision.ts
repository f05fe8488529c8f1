// Counts the changes of what administrators set, so that a server may keep it in memory: any program that changes it is seen.
import { type Kysely, sql } from 'kysely';
import { createTrigger } from '../dialect/triggers.ts';

const ALL = ['insert', 'update', 'delete'];

/** The events that change what agents are told at each sync, or where new tickets go. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  organisation: ALL,
  sign_in_provider: ALL,
  catalogue: ALL,
  catalogue_entry: ALL,
  announcement: ALL,
  route: ALL,
  // only whether there is a directory
  person: ['insert', 'delete'],
  // the other columns change with every poll and failure
  backend: ['insert', 'update of revision', 'delete'],
};

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('settings_revision')
    .addColumn('revision', 'integer', (column) => column.notNull())
    .execute();
  await sql`insert into settings_revision values (0)`.execute(db);
  const statement = sql`update settings_revision set revision = revision + 1`;
  for (const [table, events] of Object.entries(EVENTS)) {
    for (const after of events) {
      const name = `settings_${table}_${after.split(' ')[0]}`;
      await createTrigger(db, { name, after, table, forEachRow: false, statement });
    }
  }
}
