// One ticket that Atera cannot send: it is stepped over and named, and all others are read.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Changes, Connector } from '../../../../../server/connectors/connector.ts';
import { newTicket } from '../../../../connectors/content.ts';
import { valueIn } from '../../../../connectors/deliver.ts';
import type { Harness } from '../../../../connectors/harness.ts';
import type { FakeTicket } from '../../../../fakes/atera/account.ts';
import { connectTo } from '../../../../fakes/atera/harness.ts';
import { type FakeAtera, openFakeAtera } from '../../../../fakes/atera/server.ts';

const HOUR = 3_600_000;
const known = { email: 'a.requester@contoso.example', fullName: 'A requester' };
const about = { organisation: 'Contoso', known, category: null } as Harness;
let atera: FakeAtera;
let connector: Connector;
beforeEach(async () => {
  atera = await openFakeAtera();
  connector = connectTo(atera);
});
afterEach(() => atera.close());

async function readAll(from: string | null) {
  const refs = new Set<string>();
  let leftOut: Changes['leftOut'];
  for (let cursor = from; ; ) {
    const page = valueIn(await connector.changesSince(cursor));
    for (const { ref } of page.tickets) refs.add(ref);
    if (page.leftOut !== undefined) leftOut = page.leftOut;
    cursor = page.cursor;
    if (!page.more) return { refs, cursor, leftOut };
  }
}

/** 60 tickets of which one is bad, and a cursor from before them. */
async function withOneBad(spoil: (ticket: FakeTicket) => void, bad = 23) {
  const { cursor } = await readAll(null);
  const refs: string[] = [];
  for (let made = 0; made < 60; made += 1)
    refs.push(valueIn(await connector.createTicket(newTicket(about))).ref);
  const ticket = atera.account.tickets.get(Number(refs[bad]));
  if (!ticket) throw new Error('no such ticket');
  spoil(ticket);
  const before = atera.calls.length;
  return { refs, ticket, bad: refs[bad] ?? '', read: await readAll(cursor), pages: pagesSince(before) };
}

function pagesSince(before: number): number {
  return atera.calls.slice(before).filter((call) => call.includes('lastmodified')).length;
}

const KINDS: [string, (ticket: FakeTicket) => void][] = [
  ['fails Atera', ({ TicketID }) => void atera.account.unsendable.add(TicketID)],
  ['is of another form', (ticket) => void Object.assign(ticket, { TicketStatus: 7 })],
  [
    'has a comment of another form',
    ({ comments: [comment] }) => void Object.assign(comment ?? {}, { Date: null }),
  ],
];

test.each(KINDS)('a ticket that %s is stepped over and named', async (_, spoil) => {
  const { refs, bad, ticket, read, pages } = await withOneBad(spoil);
  expect(refs.filter((ref) => !read.refs.has(ref))).toEqual([bad]);
  for (const text of Object.values(read.leftOut ?? { en: '' })) expect(text).toContain(ticket.TicketNumber);
  expect(pages).toBeLessThan(60);
});

test('tickets that are named are read whatever has changed', async () => {
  const refs: string[] = [];
  for (let made = 0; made < 12; made += 1)
    refs.push(valueIn(await connector.createTicket(newTicket(about))).ref);
  let { cursor } = await readAll(null);
  atera.account.skew += HOUR;
  ({ cursor } = await readAll(cursor));
  for (const ref of [...refs, '999999']) cursor = connector.readAlong?.(cursor, ref) ?? '';
  const named = await readAll(cursor);
  expect([[...named.refs], named.leftOut]).toEqual([refs, undefined]);
  expect((await readAll(named.cursor)).refs.size).toBe(0);
});

test('it is tried again every hour, also where nothing tells that it was mended', async () => {
  const { bad, read } = await withOneBad(({ TicketID }) => void atera.account.unsendable.add(TicketID));
  atera.account.skew += HOUR + 60_000;
  const still = await readAll(read.cursor);
  expect(still.leftOut?.en).toContain('cannot send');
  const before = atera.calls.length;
  const quiet = await readAll(still.cursor);
  expect(atera.calls.length - before).toBe(1);
  expect(quiet.leftOut).toBeUndefined();
  atera.account.unsendable.clear();
  atera.account.skew += HOUR + 60_000;
  const mended = await readAll(quiet.cursor);
  expect([[...mended.refs], mended.leftOut]).toEqual([[bad], null]);
});

test('where Atera can send nothing at all, no ticket is blamed', async () => {
  const { cursor } = await readAll(null);
  for (let made = 0; made < 20; made += 1) {
    const { ref } = valueIn(await connector.createTicket(newTicket(about)));
    atera.account.unsendable.add(Number(ref));
  }
  const before = atera.calls.length;
  expect(await connector.changesSince(cursor)).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
  expect(atera.calls.length - before).toBeLessThan(15);
});
