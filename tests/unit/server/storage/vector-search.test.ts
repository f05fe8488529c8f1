// Many tickets with words of any frequency: on PostgreSQL the newest are compared and the others asked for, on SQLite FTS5
// reads them. Both find what comparing all of them finds.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TicketQuery } from '../../../../contract/console.ts';
import type { Storage } from '../../../../server/storage/storage.ts';
import { findTickets } from '../../../../server/storage/text-search.ts';
import { addWords } from '../../../../server/storage/word-index.ts';
import { openOwnStorage, withoutForeignKeys } from '../../../fakes/server/own-storage.ts';

const TICKETS = 3200;
const AT_ONCE = 400;

/** What some of the tickets have: the newest has the highest number. */
const WORDS: readonly [words: string, has: (number: number) => boolean][] = [
  ['computer', () => true],
  ['printer', (number) => number % 2 === 0],
  ['network', (number) => number % 2 === 1],
  ['tenth', (number) => number % 10 === 3],
  ['thirtieth', (number) => number % 30 === 3],
  ['hundredth', (number) => number % 100 === 3],
  ['formerly', (number) => number < 400],
  ['lately', (number) => number >= TICKETS - 30],
  ['thrice', (number) => [7, 1000, TICKETS - 4].includes(number)],
  ['new line', (number) => number % 7 === 0],
  ['line new', (number) => number % 7 === 1],
];

interface Ticket {
  position: number;
  ticketId: string;
  state: Exclude<TicketQuery['show'], 'all'>;
  text: string;
}

const tickets = Array.from({ length: TICKETS }, (_, number): Ticket => {
  const words = WORDS.filter(([, has]) => has(number)).map(([word]) => word);
  const state = number % 40 === 0 ? 'open' : number % 3 === 0 ? 'resolved' : 'closed';
  return {
    position: number + 1,
    ticketId: `t${number}`,
    state,
    text: ['r', String(number).padStart(6, '0'), ...words].join(' '),
  };
});

let storage: Storage;
beforeAll(async () => {
  storage = await openOwnStorage();
  await withoutForeignKeys(storage.db);
  for (let start = 0; start < TICKETS; start += AT_ONCE) {
    const some = tickets.slice(start, start + AT_ONCE);
    const texts = some.map(({ position, ticketId, text }) => ({ position, ticketId, text }));
    await storage.db.insertInto('searchText').values(texts).execute();
    await addWords(storage.db, some);
  }
});
afterAll(() => storage.close());

/** Compares all of them with phrases, newest first. */
function expected(phrases: readonly string[], show: TicketQuery['show']): string[] {
  const has = ({ text }: Ticket) => phrases.every((phrase) => ` ${text}`.includes(` ${phrase}`));
  return tickets
    .filter((ticket) => (show === 'all' || ticket.state === show) && has(ticket))
    .map(({ ticketId }) => ticketId)
    .reverse();
}

/** Reads all pages, and fails where one but the last has fewer tickets than it should. */
async function found(typed: string, show: TicketQuery['show'], most: number): Promise<string[]> {
  const all: string[] = [];
  for (let after: string | undefined; ; ) {
    const { ticketIds, next } = await findTickets(storage.db, { typed, show, after, most });
    all.push(...ticketIds);
    if (next === null) return all;
    expect(ticketIds).toHaveLength(most);
    after = next;
  }
}

it.each([
  ['computer'],
  ['c'],
  ['printer'],
  ['tenth'],
  ['thirt'],
  ['hundredth'],
  ['formerly'],
  ['lately'],
  ['thrice'],
  ['nowhere'],
  ['computer thrice'],
  ['comp hundredth'],
  ['c nowhere'],
  ['printer network'],
  ['printer thirtieth'],
  ['thrice tenth'],
  ['new'],
  ['new-line', 'new line'],
  ['new-lin tenth', 'new lin', 'tenth'],
  ['line-new formerly', 'line new', 'formerly'],
  ['R-000321', 'r 000321'],
  ['R-0003', 'r 0003'],
])(
  'what is found with %s is what has these words, in each list and on each page',
  async (typed, ...phrases) => {
    const words = phrases.length > 0 ? phrases : typed.split(' ');
    for (const show of ['all', 'open', 'resolved', 'closed'] as const) {
      const all = expected(words, show);
      expect(await found(typed, show, 50), show).toEqual(all);
      expect(await found(typed, show, 333), show).toEqual(all);
    }
  },
);

it('a page goes on behind any ticket, also one that does not have the words', async () => {
  const { ticketIds } = await findTickets(storage.db, {
    typed: 'hundredth',
    show: 'all',
    after: '1500',
    most: 50,
  });
  expect(ticketIds).toEqual(expected(['hundredth'], 'all').filter((id) => Number(id.slice(1)) < 1499));
});
