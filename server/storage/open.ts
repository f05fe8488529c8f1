// Opens the storage that the settings name: SQLite in the data folder, or PostgreSQL. Imports open it beside a running server.
import { type Config, parseConfig } from '../config.ts';
import { Refused } from '../program.ts';
import { makeDataFolder, problemOfDataFolder } from './data-folder.ts';
import { openPostgres, openPostgresBesideServer } from './postgres.ts';
import type { Database } from './schema.ts';
import { openSqlite, openSqliteBesideServer } from './sqlite.ts';
import type { OpenedStorage } from './storage.ts';

type StorageSettings = Pick<Config, 'dataDir' | 'databaseUrl'>;

/**
 * Opens or creates the database and migrates it. Nothing is written before the checks have passed. PostgreSQL has
 * `answerWithin` milliseconds for an answer.
 */
export async function openStorage(
  { dataDir, databaseUrl }: StorageSettings,
  answerWithin?: number,
): Promise<OpenedStorage> {
  const problem = makeDataFolder(dataDir);
  if (problem !== null) return { ok: false, problem };
  return databaseUrl === null ? openSqlite(dataDir) : openPostgres(databaseUrl, answerWithin);
}

/** Opens the database without migration, beside servers that may be running. */
export async function openBesideServer({ dataDir, databaseUrl }: StorageSettings): Promise<OpenedStorage> {
  if (databaseUrl !== null) return openPostgresBesideServer(databaseUrl);
  const problem = problemOfDataFolder(dataDir);
  return problem === null ? openSqliteBesideServer(dataDir) : { ok: false, problem };
}

/** Runs a command on the database that the environment names, beside servers that may be running. Throws Refused. */
export async function withDatabaseBeside<T>(
  environment: Readonly<Record<string, string | undefined>>,
  act: (db: Database) => Promise<T>,
): Promise<T> {
  const parsed = parseConfig(environment);
  if (!parsed.ok) throw new Refused(parsed.problem);
  const opened = await openBesideServer(parsed.config);
  if (!opened.ok) throw new Refused(opened.problem);
  try {
    return await act(opened.storage.db);
  } finally {
    await opened.storage.close();
  }
}
