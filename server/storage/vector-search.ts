// The search in tickets on PostgreSQL. Its index gives all tickets that have a word, in no order: so the newest are compared
// first, as long as they are likely to fill the page, and the index is asked for what few tickets have.
import { type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';
import { hasAll, type Match, type WordQuery } from './word-index.ts';

/** Tickets that are compared at once. */
const COMPARED = 500;
/**
 * Tickets that are compared where they hold enough matches: those of a page of a word in one of thirty. More would not be faster
 * than the index: those with long texts take 50 µs each.
 */
const MOST_COMPARED = 3 * COMPARED;
/** The newest tickets: a word in more than half of them is a frequent one. */
const SAMPLED = 50;

/** Returns the newest tickets that have all phrases, `most` of them at most. */
export async function findByVector(db: Database, query: WordQuery): Promise<Match[]> {
  const { most } = query;
  const found: Match[] = [];
  let { before } = query;
  for (let compared = COMPARED; compared <= MOST_COMPARED; compared += COMPARED) {
    const newest = await compareNewest(db, { ...query, before });
    for (const { position, ticketId } of newest) if (ticketId !== null) found.push({ position, ticketId });
    const last = newest.at(-1);
    if (!last || found.length >= most || newest.length < COMPARED) return found.slice(0, most);
    before = last.position;
    if ((found.length * MOST_COMPARED) / compared < most) break;
  }
  return [...found, ...(await askIndex(db, { ...query, before, most: most - found.length }))];
}

/** Returns the newest tickets, with their ids where they have all phrases. */
async function compareNewest(
  db: Database,
  query: WordQuery,
): Promise<{ position: number; ticketId: string | null }[]> {
  const { rows } = await sql<{ position: number; ticketId: string | null }>`
    select "row" as position, case when words @@ ${tsqueryOf(termsOf(query))} then (${selectTicketId(query)}) end as ticket_id
    from search_words where ${isListed(query)} order by "row" desc limit ${COMPARED}`.execute(db);
  return rows;
}

/**
 * Collects what the index has, and compares only the newest of it. The index is not asked for words that most tickets have: it
 * would read all of these, and rows of the others tell as well. The order is that of the collected: PostgreSQL would otherwise
 * read its tickets from the newest on where it expects many matches, however far back they are.
 */
async function askIndex(db: Database, query: WordQuery): Promise<Match[]> {
  const terms = termsOf(query);
  const frequent = await frequentOf(db, terms);
  const rare = terms.filter((term) => !frequent.has(term));
  const asked = rare.length > 0 ? rare : terms;
  // `is true`: the index would be asked for a bare condition too
  const others = asked.length < terms.length ? sql`and (words @@ ${tsqueryOf(terms)}) is true` : sql``;
  const { rows } = await sql<Match>`
    with collected as materialized (
      select "row" from search_words where words @@ ${tsqueryOf(asked)} and ${isListed(query)} ${others}
    )
    select "row" as position, ticket_id from (
      select "row", (${selectTicketId(query)}) as ticket_id
      from (select "row" from collected order by "row" desc ${hasSigns(query) ? sql`` : sql`limit ${query.most}`}) as search_words
    ) as compared
    where ticket_id is not null order by "row" desc limit ${query.most}`.execute(db);
  return rows;
}

/** Returns those of the terms that more than half of the newest tickets have. */
async function frequentOf(db: Database, terms: readonly string[]): Promise<ReadonlySet<string>> {
  if (terms.length === 1) return new Set();
  const { rows } = await sql<{ term: string }>`
    select term from unnest(${terms}::text[]) as term
    cross join (select words from search_words order by "row" desc limit ${SAMPLED}) as newest
    where newest.words @@ term::tsquery group by term having count(*) > ${SAMPLED / 2}`.execute(db);
  return new Set(rows.map(({ term }) => term));
}

/** Selects the id of the ticket of a row, where words that have to follow one another do. */
function selectTicketId(query: WordQuery): RawBuilder<unknown> {
  const follow = query.phrases.filter(hasSeveralWords);
  const whole = follow.length === 0 ? sql`` : sql`and ${hasAll(follow)}`;
  return sql`select ticket_id from search_text where search_text.position = search_words."row" ${whole}`;
}

/** Whether the row is in the list that is searched, behind the page before. */
function isListed({ state, before }: WordQuery): RawBuilder<unknown> {
  return state === null
    ? sql`search_words."row" < ${before}`
    : sql`search_words."row" < ${before} and search_words.state = ${state}`;
}

const hasSeveralWords = (phrase: string) => phrase.includes(' ');

const hasSigns = ({ phrases }: WordQuery) => phrases.some(hasSeveralWords);

/** Returns the words as PostgreSQL asks for them, of the last of each phrase the beginning. They are letters and digits. */
function termsOf({ phrases }: WordQuery): string[] {
  const terms = phrases.flatMap((phrase) => {
    const words = phrase.split(' ');
    return words.map((word, index) => `'${word}'${index === words.length - 1 ? ':*' : ''}`);
  });
  return [...new Set(terms)];
}

/** Writes the query of PostgreSQL for all of these. */
function tsqueryOf(terms: readonly string[]): RawBuilder<unknown> {
  return sql`${terms.join(' & ')}::tsquery`;
}
