// One ticket that Atera cannot send: it is stepped over and named, and all others are read.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

test('a ticket that is found by its key names whose it is', async () => {
  const content = newTicket(about);
  await connector.createTicket(content);
  const since = new Date(Date.now() - 60_000).toISOString();
  const question = {
    key: content.key,
    operation: 'create-ticket',
    ticketRef: null,
    since,
    fileName: null,
  } as const;
  expect(valueIn(await connector.findByKey(question))?.requester).toBe(content.requester.email);
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

describe('looking for a ticket by its key, among tickets of which one is bad', () => {
  const find = (key: string) =>
    connector.findByKey({
      ...{ key, operation: 'create-ticket', ticketRef: null, fileName: null },
      since: new Date().toISOString(),
    });

  /** 60 tickets, of which one is bad. */
  async function withKeys(spoil: (ticket: FakeTicket) => void) {
    const made = [];
    for (let count = 0; count < 60; count += 1) {
      const content = newTicket(about);
      made.push({ key: content.key, found: valueIn(await connector.createTicket(content)) });
    }
    const bad = made[23];
    const ticket = atera.account.tickets.get(Number(bad?.found.ref));
    if (!bad || !ticket) throw new Error('no such ticket');
    spoil(ticket);
    return { bad, others: [made[0], made[22], made[59]].flatMap((one) => one ?? []) };
  }

  test('another one is found, whatever is wrong with the bad one', async () => {
    const { others } = await withKeys(({ TicketID }) => void atera.account.unsendable.add(TicketID));
    for (const { key, found } of others) expect(await find(key)).toMatchObject({ ok: true, value: found });
  });

  test('the bad one is found where its comments can be read', async () => {
    const { bad } = await withKeys((ticket) => void Object.assign(ticket, { TicketStatus: 7 }));
    const { ref, number } = bad.found;
    expect(await find(bad.key)).toEqual({
      ok: true,
      value: { ref, number, status: null },
    });
    expect(await find(newTicket(about).key)).toMatchObject({ ok: true, value: null });
  });

  test('nothing is said to be absent that may be the bad one', async () => {
    const { bad } = await withKeys(({ TicketID }) => void atera.account.unsendable.add(TicketID));
    for (const key of [bad.key, newTicket(about).key]) {
      const answer = await find(key);
      expect(answer).toMatchObject({ ok: false, failure: { kind: 'unreachable', isOver: true } });
      if (answer.ok) throw new Error('not reached');
      for (const text of Object.values(answer.failure.reason)) {
        expect(text).toContain(bad.found.number);
        expect(text).toContain(key);
      }
    }
  });
});
