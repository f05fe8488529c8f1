// Migrates a database to the version of this server.
import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration';
import { isPostgres } from './dialect/dialect.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Database } from './schema.ts';

/** Migrates a database to our version, or in tests to an earlier one, in one transaction. */
export async function migrate(db: Database, version?: string): Promise<MigrationResultSet> {
  return isPostgres(db)
    ? migrateTo(db, MIGRATIONS, version)
    : withoutForeignKeys(db, () => migrateTo(db, withSoundReferences(), version));
}

/** On PostgreSQL, Kysely takes an advisory lock first: of several servers that start at once, one migrates. */
function migrateTo(
  db: Database,
  migrations: Readonly<Record<string, Migration>>,
  version: string | undefined,
): Promise<MigrationResultSet> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  return version === undefined ? migrator.migrateToLatest() : migrator.migrateTo(version);
}

/**
 * SQLite rebuilds a table to change it, which it could not do with one that others reference. It ignores this setting
 * inside a transaction, and every migration runs in one.
 */
async function withoutForeignKeys<T>(db: Database, act: () => Promise<T>): Promise<T> {
  await sql`pragma foreign_keys = off`.execute(db);
  const outcome = await act();
  await sql`pragma foreign_keys = on`.execute(db);
  return outcome;
}

/** Adds a foreign key check to each migration, inside its transaction. */
function withSoundReferences(): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, migration]) => [
      name,
      {
        async up(db: Kysely<unknown>) {
          await migration.up(db);
          await requireSoundReferences(db);
        },
      },
    ]),
  );
}

async function requireSoundReferences(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db);
  const [first] = rows;
  if (first) throw new Error(`a row of ${first.table} refers to one of ${first.parent} that does not exist`);
}
