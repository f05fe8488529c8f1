// The index of searches in tickets: the only place that knows how the database searches texts. Here it is FTS5 of SQLite.
import { sql } from 'kysely';
import type { TicketQuery } from '../../contract/console.ts';
import { fold } from '../../contract/fold.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import type { Database } from './schema.ts';

/** What a ticket is found by. */
export interface TicketText {
  ticketId: string;
  status: TicketStatus;
  updatedAt: string;
  text: string;
}

interface TextQuery {
  typed: string;
  show: TicketQuery['show'];
  /** `next` of the page before; an invalid one starts at the first page */
  after: string | undefined;
  /** tickets of a page */
  most: number;
}

/** `next` is null on the last page. */
interface FoundTickets {
  ticketIds: string[];
  next: string | null;
}

/** Letters of a word that count. */
const LONGEST_WORD = 64;
/** Words of a search that count: each costs. */
const MOST_WORDS = 10;
/** Up to this length, a prefix has an entry in the index: what begins with it need not be collected first. */
const INDEXED_PREFIX = 3;
/** Tickets whose words are compared before the whole index is asked. */
const COMPARED = 500;
/** Tickets of one millisecond with a position of their own; further ones take those of the next. */
const PER_MILLISECOND = 1024;

/** Returns the folded words. Everything that is neither letter nor digit separates words. */
function wordsIn(text: string): string[] {
  const words = fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => word.slice(0, LONGEST_WORD));
}

/**
 * Returns what has to be found: each written without a space, such as a number or an address, as its words one after the other.
 */
function phrasesIn(typed: string): string[] {
  const phrases = typed.split(/\s+/).map((word) => wordsIn(word).join(' '));
  return [...new Set(phrases)].filter((phrase) => phrase !== '').slice(0, MOST_WORDS);
}

/** Removes at most `most` tickets that changed since they were indexed from those that wait for it, and returns their ids. */
export async function takePending(transaction: Database, most: number): Promise<string[]> {
  const taken = await transaction
    .deleteFrom('searchPending')
    .where('ticketId', 'in', (from) =>
      from.selectFrom('searchPending').select('ticketId').orderBy('ticketId', 'desc').limit(most),
    )
    .returning('ticketId')
    .execute();
  return taken.map(({ ticketId }) => ticketId);
}

/** Replaces what a ticket is found by, in the caller's transaction. */
export async function indexTicket(transaction: Database, ticket: TicketText): Promise<void> {
  const { ticketId, status, updatedAt } = ticket;
  const former = await transaction
    .deleteFrom('searchText')
    .where('ticketId', '=', ticketId)
    .returning('position')
    .executeTakeFirst();
  if (former) await sql`delete from search_words where rowid = ${former.position}`.execute(transaction);
  const text = wordsIn(ticket.text).join(' ');
  const position = await freePosition(transaction, Date.parse(updatedAt));
  await transaction.insertInto('searchText').values({ position, ticketId, text }).execute();
  await sql`insert into search_words (rowid, state, text) values (${position}, ${stateOf(status)}, ${text})`.execute(
    transaction,
  );
}

function stateOf(status: TicketStatus): TicketQuery['show'] {
  return status === 'resolved' || status === 'closed' ? status : 'open';
}

/** Positions are in the order of time: FTS5 reads them in their order, and needs to sort nothing. */
async function freePosition(transaction: Database, milliseconds: number): Promise<number> {
  const first = milliseconds * PER_MILLISECOND;
  const { last } = await transaction
    .selectFrom('searchText')
    .select(({ fn }) => fn.max('position').as('last'))
    .where('position', '>=', first)
    .where('position', '<', first + PER_MILLISECOND)
    .executeTakeFirstOrThrow();
  if (last === null) return first;
  return last + 1 < first + PER_MILLISECOND ? last + 1 : freePosition(transaction, milliseconds + 1);
}

/**
 * Finds the tickets that have all words typed, newest update first: each is the beginning of a word of the ticket. Nothing in
 * `typed` has a meaning of its own.
 */
export async function findTickets(
  db: Database,
  { typed, show, after, most }: TextQuery,
): Promise<FoundTickets> {
  const phrases = phrasesIn(typed);
  if (phrases.length === 0) return { ticketIds: [], next: null };
  const position = Number(after);
  const before = Number.isSafeInteger(position) && position > 0 ? position : Number.MAX_SAFE_INTEGER;
  const rows =
    (await compareNewest(db, { phrases, show, before, most })) ??
    (await readMatches(db, { match: matchOf(phrases, show), before, most: most + 1, phrases }));
  const page = rows.slice(0, most);
  const last = page.at(-1);
  return {
    ticketIds: page.map(({ ticketId }) => ticketId),
    next: rows.length > most && last ? String(last.position) : null,
  };
}

interface Match {
  position: number;
  ticketId: string;
  isWhole: 0 | 1;
}

/**
 * Looks for the beginnings of long words in the newest tickets by comparing texts. For a prefix without an entry, FTS5 first
 * collects all tickets that have it, however many. Returns null where that has to be done: few have it.
 */
async function compareNewest(
  db: Database,
  query: { phrases: string[]; show: TextQuery['show']; before: number; most: number },
): Promise<Match[] | null> {
  const { phrases, show, before, most } = query;
  const cut = phrases.map(shortened);
  if (cut.every((phrase, index) => phrase === phrases[index])) return null;
  const candidates = await readMatches(db, { match: matchOf(cut, show), before, most: COMPARED, phrases });
  const found = candidates.filter(({ isWhole }) => isWhole === 1);
  return found.length > most || candidates.length < COMPARED ? found : null;
}

/** Returns the phrase with its last word cut to the longest prefix that has an entry. */
function shortened(phrase: string): string {
  const start = phrase.lastIndexOf(' ') + 1;
  return phrase.slice(0, start) + [...phrase.slice(start)].slice(0, INDEXED_PREFIX).join('');
}

/** Writes the query of FTS5. Phrases are letters, digits and spaces: quoted, they have no meaning to it. */
function matchOf(phrases: readonly string[], show: TextQuery['show']): string {
  const terms = phrases.map((phrase) => `text : "${phrase}" *`);
  return [...terms, ...(show === 'all' ? [] : [`state : "${show}"`])].join(' AND ');
}

/** `isWhole`: the text has the phrases too. */
async function readMatches(
  db: Database,
  {
    match,
    before,
    most,
    phrases,
  }: { match: string; before: number; most: number; phrases: readonly string[] },
): Promise<Match[]> {
  const has = phrases.map((phrase) => sql`instr(' ' || search_text.text, ${` ${phrase}`}) > 0`);
  const { rows } = await sql<Match>`
    select search_text.position, search_text.ticket_id, ${sql.join(has, sql` and `)} as is_whole from (
      select rowid as position from search_words
      where search_words match ${match} and rowid < ${before}
      order by rowid desc limit ${most}
    ) as found inner join search_text on search_text.position = found.position
    order by search_text.position desc`.execute(db);
  return rows;
}
