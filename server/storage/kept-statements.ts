// Keeps prepared statements by their text: preparing the same text anew took a quarter of the server's time.
import type BetterSqlite from 'better-sqlite3';

/** More texts than the server has; lists of values of many lengths make more. */
const MOST_KEPT = 1000;

type Statement = BetterSqlite.Statement<readonly unknown[]>;

export interface StatementKeeper {
  prepare(text: string): Statement;
  close(): void;
}

/** Beyond `most` texts, the one used longest ago is forgotten. */
export function keepStatements(database: BetterSqlite.Database, most = MOST_KEPT): StatementKeeper {
  const kept = new Map<string, Statement>();
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
