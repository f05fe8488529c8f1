// The index of the words of tickets: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL (vector-search asks it). Rows
// are numbered as in search_text, which keeps the text.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { isPostgres } from './dialect/dialect.ts';
import type { Database } from './schema.ts';

/** Up to this length, a prefix has an entry of FTS5: what begins with it need not be collected first. */
export const INDEXED_PREFIX = 3;
/** Letters that PostgreSQL indexes of a text: a tsvector holds 1 MB. The newest message may be beyond, in a very long ticket. */
const MOST_INDEXED = 250_000;

export interface IndexedText {
  position: number;
  /** the list that shows the ticket */
  state: string;
  /** folded words with one space between */
  text: string;
}

/** A ticket that was found. */
export interface Match {
  position: number;
  ticketId: string;
}

export interface WordQuery {
  /** each of one or more words that follow one another; of the last, the beginning */
  phrases: readonly string[];
  /** null: of any */
  state: string | null;
  before: number;
  most: number;
}

/** Adds one text or more. */
export async function addWords(transaction: Database, texts: readonly IndexedText[]): Promise<void> {
  // not by a parser of PostgreSQL: what a word is says text-search alone
  await (isPostgres(transaction)
    ? sql`insert into search_words ("row", state, words) values ${sql.join(
        texts.map(
          ({ position, state, text }) =>
            sql`(${position}, ${state}, array_to_tsvector(${distinctWords(text)}))`,
        ),
      )}`
    : sql`insert into search_words (rowid, state, text) values ${sql.join(
        texts.map(({ position, state, text }) => sql`(${position}, ${state}, ${text})`),
      )}`
  ).execute(transaction);
}

function distinctWords(text: string): string[] {
  return [...new Set(text.slice(0, MOST_INDEXED).split(' '))].filter((word) => word !== '');
}

export async function removeWords(transaction: Database, position: number): Promise<void> {
  const row = isPostgres(transaction) ? sql`"row"` : sql`rowid`;
  await sql`delete from search_words where ${row} = ${position}`.execute(transaction);
}

/** Selects the newest positions that FTS5 finds. */
export function selectPositions(query: WordQuery): RawBuilder<{ position: number }> {
  const { before, most } = query;
  return sql`select rowid as position from search_words
    where search_words match ${matchOf(query)} and rowid < ${before} order by rowid desc limit ${most}`;
}

/** Whether the text has these phrases. */
export function hasAll(phrases: readonly string[]): RawBuilder<SqlBool> {
  const has = phrases.map((phrase) => sql`(' ' || search_text.text) like ${`% ${phrase}%`}`);
  return sql<SqlBool>`(${sql.join(has, sql` and `)})`;
}

/** Writes the query of FTS5. Phrases are letters, digits and spaces: quoted, they have no meaning to it. */
function matchOf({ phrases, state }: WordQuery): string {
  const terms = phrases.map((phrase) => `text : "${phrase}" *`);
  return [...terms, ...(state === null ? [] : [`state : "${state}"`])].join(' AND ');
}
