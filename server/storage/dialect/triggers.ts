// Triggers: SQLite has a statement in them, PostgreSQL a function.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { isPostgres } from './dialect.ts';

export interface NewTrigger {
  /** unique in the database */
  name: string;
  /** such as `update of email` */
  after: string;
  table: string;
  /** true: the statement runs once for each changed row, which `new` and `old` are */
  forEachRow: boolean;
  /** condition of a row, where there is one */
  when?: RawBuilder<unknown>;
  statement: RawBuilder<unknown>;
}

/** SQLite runs every trigger for each row. */
export async function createTrigger(
  db: Kysely<unknown>,
  { name, after, table, forEachRow, when, statement }: NewTrigger,
): Promise<void> {
  const head = sql`create trigger ${sql.id(name)} after ${sql.raw(after)} on ${sql.table(table)}`;
  const condition = when ? sql`when (${when})` : sql``;
  if (!isPostgres(db)) {
    await sql`${head} ${condition} begin ${statement}; end`.execute(db);
    return;
  }
  await sql`create function ${sql.id(name)}() returns trigger language plpgsql as $body$
    begin ${statement}; return null; end $body$`.execute(db);
  const level = sql.raw(forEachRow ? 'row' : 'statement');
  await sql`${head} for each ${level} ${condition} execute function ${sql.id(name)}()`.execute(db);
}
