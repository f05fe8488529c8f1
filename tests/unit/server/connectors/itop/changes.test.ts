import { afterEach, expect, test } from 'vitest';
import type { Changes, OperationResult, TicketChange } from '../../../../../server/connectors/connector.ts';
import { newAttachment, newComment, newTicket } from '../../../../connectors/content.ts';
import { call, type Job, valueIn } from '../../../../connectors/deliver.ts';
import { type ItopHarness, openItop } from '../../../../fakes/itop/harness.ts';

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function open(...options: Parameters<typeof openItop>) {
  const harness = await openItop(...options);
  ending.push(harness.close);
  return harness;
}

async function created(harness: ItopHarness, more: Parameters<typeof newTicket>[1] = {}): Promise<string> {
  return valueIn(await harness.connector.createTicket(newTicket(harness, more))).ref;
}

async function changes(harness: ItopHarness, cursor: string | null): Promise<Changes> {
  return valueIn(await harness.connector.changesSince(cursor));
}

function logOf({ itop }: ItopHarness, ref: string) {
  const [className = '', id = ''] = ref.split('::');
  return itop.store.byId(className, id)?.logs.public_log ?? [];
}

test('an unmapped state is returned as iTop calls it', async () => {
  const harness = await open({ statuses: { 'En attente utilisateur': 'pending' } });
  const ref = await created(harness);
  let { cursor } = await changes(harness, null);
  const statuses: Partial<TicketChange>[] = [];
  for (const status of ['En attente utilisateur', 'Autre']) {
    Object.assign(harness.itop.store.byId('UserRequest', ref.split('::')[1] ?? '')?.values ?? {}, { status });
    const news = await changes(harness, cursor);
    cursor = news.cursor;
    statuses.push(
      ...news.tickets.map(({ status: ours, backendStatus }) => ({ status: ours, backendStatus })),
    );
  }
  expect(statuses).toEqual([
    { status: 'pending', backendStatus: 'En attente utilisateur' },
    { status: null, backendStatus: 'Autre' },
  ]);
});

test('a poll without changes returns nothing again', async () => {
  const harness = await open();
  const ref = await created(harness);
  const start = await changes(harness, null);
  await harness.replies(ref, 'A technician', 'Yes?');
  const first = await changes(harness, start.cursor);
  const second = await changes(harness, first.cursor);
  expect([first.tickets.length, second.tickets.length]).toEqual([1, 0]);
});

test('a ticket that is named is read once, also where its news were read before', async () => {
  const harness = await open();
  const ref = await created(harness);
  const gone = 'UserRequest::999999';
  const start = await changes(harness, null);
  await harness.replies(ref, 'A technician', 'Yes?');
  const { cursor } = await changes(harness, start.cursor);
  const named = harness.connector.readAlong?.(harness.connector.readAlong(cursor, gone), ref) ?? '';
  const again = await changes(harness, named);
  expect(again.tickets.map((ticket) => [ticket.ref, ticket.comments.map(({ body }) => body)])).toEqual([
    [ref, ['Yes?']],
  ]);
  expect([again.more, again.leftOut]).toEqual([false, undefined]);
  expect((await changes(harness, again.cursor)).tickets).toEqual([]);
});

test('a ticket that is found by its key names whose it is', async () => {
  const harness = await open();
  const content = newTicket(harness);
  await harness.connector.createTicket(content);
  const since = new Date(Date.now() - 60_000).toISOString();
  const question = {
    key: content.key,
    operation: 'create-ticket',
    ticketRef: null,
    since,
    fileName: null,
  } as const;
  expect(valueIn(await harness.connector.findByKey(question))?.requester).toBe(content.requester.email);
});

test('a technician’s comment that contains ours is still the technician’s', async () => {
  const harness = await open();
  const ref = await created(harness);
  const content = newComment(ref, harness.known, 'It prints nothing.');
  valueIn(await harness.connector.addComment(content));
  const { cursor } = await changes(harness, null);
  const [ours] = logOf(harness, ref);
  logOf(harness, ref).push({
    date: harness.itop.store.local(),
    login: 'A technician',
    html: `${ours?.html}<p>Try now.</p>`,
  });
  const [ticket] = (await changes(harness, cursor)).tickets;
  expect(ticket?.comments.map(({ key, body }) => [key, body.includes('Try now.')])).toEqual([
    [content.key, false],
    [null, true],
  ]);
  expect(ticket?.comments[0]?.body).toBe('It prints nothing.');
});

test('the rest of a long description is not read back as a comment', async () => {
  const harness = await open();
  const { cursor } = await changes(harness, null);
  const ref = await created(harness, { description: 'long '.repeat(19_000) });
  expect(logOf(harness, ref)).toHaveLength(1);
  expect((await changes(harness, cursor)).tickets.map(({ comments }) => comments)).toEqual([[]]);
});

test('a ticket deleted between two pages does not hide another', async () => {
  const harness = await open();
  const { store } = harness.itop;
  store.skewMs = -3_600_000;
  const { cursor } = await changes(harness, null);
  const refs = many(harness, 560);
  store.skewMs = 0;
  const page = await changes(harness, cursor);
  expect(page.more).toBe(true);
  for (const { ref } of page.tickets.slice(0, 60)) await harness.deletes(ref);
  const seen = new Set(page.tickets.map(({ ref }) => ref));
  for (let at = page, calls = 0; at.more && calls < 20; calls += 1) {
    at = await changes(harness, at.cursor);
    for (const { ref } of at.tickets) seen.add(ref);
  }
  expect(refs.filter((ref) => !seen.has(ref))).toEqual([]);
  expect(store.all('UserRequest')).toHaveLength(500);
});

test('a cursor of another backend is refused', async () => {
  const { connector } = await open();
  expect(await connector.changesSince('2026-11-22T00:00:00Z')).toMatchObject({
    ok: false,
    failure: { kind: 'refused' },
  });
});

/** Adds tickets at the present time of the clock. */
function many({ itop: { store } }: ItopHarness, count: number): string[] {
  return Array.from({ length: count }, () => {
    const date = store.local();
    const ticket = store.add('UserRequest', {
      title: 'Another',
      org_id: '1',
      caller_id: '1',
      start_date: date,
      last_update: date,
    });
    ticket.values.ref = `R-${ticket.id.padStart(6, '0')}`;
    ticket.logs.private_log?.push({ date, login: 'Guichet', html: `<p>guichet ${ticket.id}</p>` });
    return `UserRequest::${ticket.id}`;
  });
}

test('the cost of an operation does not grow with the number of tickets', async () => {
  const costs = [];
  for (const count of [10, 10_000]) {
    const harness = await open();
    harness.itop.store.skewMs = -3 * 24 * 3_600_000;
    many(harness, count);
    harness.itop.store.skewMs = 0;
    costs.push(await costOfEach(harness));
  }
  expect(costs[1]).toEqual(costs[0]);
  expect(Math.max(...Object.values(costs[0] ?? {}).map(({ calls }) => calls))).toBeLessThanOrEqual(4);
}, 60_000);

async function costOfEach(harness: ItopHarness): Promise<Record<string, { calls: number; objects: number }>> {
  const { connector, known, unknown, itop } = harness;
  const costs: Record<string, { calls: number; objects: number }> = {};
  const measure = async <T>(name: string, work: () => Promise<OperationResult<T>>): Promise<T> => {
    const before = itop.calls.length;
    const value = valueIn(await work());
    const calls = itop.calls.slice(before);
    costs[name] = { calls: calls.length, objects: calls.reduce((sum, { objects }) => sum + objects, 0) };
    return value;
  };
  const { cursor } = await measure('begin', () => connector.changesSince(null));
  const content = newTicket(harness);
  const { ref } = await measure('create', () => connector.createTicket(content));
  const since = new Date().toISOString();
  const question = {
    key: content.key,
    operation: 'create-ticket',
    ticketRef: null,
    since,
    fileName: null,
  } as const;
  await measure('find', () => connector.findByKey(question));
  const jobs: Job[] = [
    { operation: 'add-comment', content: newComment(ref, known, 'Hi') },
    { operation: 'add-attachment', content: newAttachment(ref, 'a.txt', Buffer.from('a')) },
    { operation: 'rate', content: { key: 'a-key', ticketRef: ref, score: 1, comment: '' } },
    {
      operation: 'add-contact',
      content: { key: 'b-key', ticketRef: ref, contact: known, contacts: [known] },
    },
    {
      operation: 'transition',
      content: { key: 'c-key', ticketRef: ref, by: known, byStaff: false, act: 'close' },
    },
  ];
  for (const job of jobs) await measure(job.operation, () => call(connector, job));
  await measure('changes', () => connector.changesSince(cursor));
  await measure('people', () => connector.people(harness.organisation, unknown.email));
  await measure('catalogue', () => connector.catalogue(harness.organisation));
  return costs;
}
