// Keeps prepared statements by their text: preparing the same text anew took a quarter of the server's time.
import type BetterSqlite from 'better-sqlite3';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** More texts than the server has; lists of values of many lengths make more. */
const MOST_KEPT = 1000;

/** Returns the database as Kysely uses it. Beyond `most` texts, the one used longest ago is forgotten. */
export function keepStatements(database: BetterSqlite.Database, most = MOST_KEPT): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = kept.get(text) ?? database.prepare(text);
      // a map keeps the order in which its keys were set
      kept.delete(text);
      kept.set(text, statement);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
}
