// Which database it is, for what SQLite and PostgreSQL do not do alike (ADR 82).
import { type Kysely, PostgresAdapter } from 'kysely';

/** Whether this is a PostgreSQL database, or a transaction on one. */
export function isPostgres(db: Pick<Kysely<unknown>, 'getExecutor'>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
