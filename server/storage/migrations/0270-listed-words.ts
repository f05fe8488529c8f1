// On PostgreSQL, the words of the tickets of one list in their order: a list of few open tickets is searched without the others.
import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect/dialect.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  // FTS5 has the state of a ticket as a word
  if (isPostgres(db)) await sql`create index search_words_state on search_words (state, "row")`.execute(db);
}
