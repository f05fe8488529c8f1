// Searches in tickets by their words.
import { type SqlBool, sql } from 'kysely';
import type { TicketQuery } from '../../contract/console.ts';
import { fold } from '../../contract/fold.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import { buildOnce } from './built-query.ts';
import { isPostgres, lockFree } from './dialect/dialect.ts';
import type { Database, Row } from './schema.ts';
import { allOf } from './sent-together.ts';
import { findByVector } from './vector-search.ts';
import {
  addWords,
  hasAll,
  INDEXED_PREFIX,
  type Match,
  removeWords,
  selectPositions,
  type WordQuery,
} from './word-index.ts';

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
/** Tickets whose words are compared before the whole index is asked. */
const COMPARED = 500;
/** Texts in one statement while the index is filled. */
const FILLED_AT_ONCE = 100;
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

/**
 * Removes at most `most` tickets that changed since they were indexed from those that wait for it, and returns their ids. `waits`:
 * also those that somebody changes or indexes at this moment, after them.
 */
export async function takePending(
  transaction: Database,
  { most, waits }: { most: number; waits: boolean },
): Promise<string[]> {
  const newest = transaction
    .selectFrom('searchPending')
    .select('ticketId')
    .orderBy('ticketId', 'desc')
    .limit(most);
  const taken = await transaction
    .deleteFrom('searchPending')
    .where('ticketId', 'in', waits ? newest : lockFree(transaction, newest))
    .returning('ticketId')
    .execute();
  return taken.map(({ ticketId }) => ticketId);
}

/** Replaces what these tickets are found by, in the caller's transaction. */
export async function indexTickets(transaction: Database, tickets: readonly TicketText[]): Promise<void> {
  const former = await allOf(tickets.map(({ ticketId }) => forgetText(transaction, { ticketId })));
  await allOf(former.flat().map(({ position }) => removeWords(transaction, position)));
  for (const { ticketId, status, updatedAt, text: raw } of tickets) {
    const text = wordsIn(raw).join(' ');
    const position = await freePosition(transaction, Date.parse(updatedAt));
    await allOf([
      insertText(transaction, { position, ticketId, text }),
      addWords(transaction, [{ position, state: stateOf(status), text }]),
    ]);
  }
}

/** Fills the empty index of words from the texts of all tickets, in the caller's transaction. */
export async function fillWords(transaction: Database): Promise<void> {
  for (let after = -1; ; ) {
    const rows = await transaction
      .selectFrom('searchText')
      .innerJoin('ticket', 'ticket.id', 'searchText.ticketId')
      .select(['searchText.position', 'searchText.text', 'ticket.status'])
      .where('searchText.position', '>', after)
      .orderBy('searchText.position')
      .limit(FILLED_AT_ONCE)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    // one that has changed since is marked, and indexed again by the server
    await addWords(
      transaction,
      rows.map(({ position, text, status }) => ({ position, text, state: stateOf(status) })),
    );
    after = last.position;
  }
}

const forgetText = buildOnce((db, { ticketId }: { ticketId: string }) =>
  db.deleteFrom('searchText').where('ticketId', '=', ticketId).returning('position'),
);

const insertText = buildOnce((db, row: Row<'searchText'>) => db.insertInto('searchText').values(row));

function stateOf(status: TicketStatus): TicketQuery['show'] {
  if (status === 'rejected') return 'resolved';
  return status === 'resolved' || status === 'closed' ? status : 'open';
}

/** Positions are in the order of time: FTS5 reads them in their order, and needs to sort nothing. */
async function freePosition(transaction: Database, milliseconds: number): Promise<number> {
  const first = milliseconds * PER_MILLISECOND;
  const [row] = await selectLast(transaction, { first, end: first + PER_MILLISECOND });
  const last = row?.last ?? null;
  if (last === null) return first;
  return last + 1 < first + PER_MILLISECOND ? last + 1 : freePosition(transaction, milliseconds + 1);
}

const selectLast = buildOnce((db, { first, end }: { first: number; end: number }) =>
  db
    .selectFrom('searchText')
    .select(({ fn }) => fn.max('position').as('last'))
    .where('position', '>=', first)
    .where('position', '<', end),
);

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
  const state = show === 'all' ? null : show;
  const query = { phrases, state, before, most: most + 1 };
  const rows = isPostgres(db) ? await findByVector(db, query) : await findByPrefix(db, query);
  const page = rows.slice(0, most);
  const last = page.at(-1);
  return {
    ticketIds: page.map(({ ticketId }) => ticketId),
    next: rows.length > most && last ? String(last.position) : null,
  };
}

interface Compared extends Match {
  isWhole: SqlBool;
}

/** Returns the newest tickets that have all phrases, `most` of them at most. */
async function findByPrefix(db: Database, query: WordQuery): Promise<Match[]> {
  return (await compareNewest(db, query)) ?? (await readMatches(db, query, query.phrases));
}

/**
 * Compares the texts of the newest tickets where FTS5 would first collect all tickets that have a word, however many: for a
 * prefix without an entry. Returns null where the index has to be asked: few have it.
 */
async function compareNewest(db: Database, query: WordQuery): Promise<Match[] | null> {
  const { phrases, most } = query;
  const cut = phrases.map(shortened);
  if (!cut.some((phrase, index) => phrase !== phrases[index])) return null;
  const candidates = await readMatches(db, { ...query, phrases: cut, most: COMPARED }, phrases);
  const found = candidates.filter(({ isWhole }) => Boolean(isWhole));
  return found.length >= most || candidates.length < COMPARED ? found.slice(0, most) : null;
}

/** Returns the phrase with its last word cut to the longest prefix that has an entry. */
function shortened(phrase: string): string {
  const start = phrase.lastIndexOf(' ') + 1;
  return phrase.slice(0, start) + [...phrase.slice(start)].slice(0, INDEXED_PREFIX).join('');
}

/** Returns the newest tickets that the index finds. `isWhole`: the text has the phrases `whole` too. */
async function readMatches(db: Database, query: WordQuery, whole: readonly string[]): Promise<Compared[]> {
  const { rows } = await sql<Compared>`
    select search_text.position, search_text.ticket_id, ${hasAll(whole)} as is_whole
    from (${selectPositions(query)}) as found
    inner join search_text on search_text.position = found.position
    order by search_text.position desc`.execute(db);
  return rows;
}
