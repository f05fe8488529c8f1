// Failures of calls to Atera, and the failure that the delivery gets.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type {
  Connector,
  Failure,
  Found,
  OperationResult,
} from '../../../../../server/connectors/connector.ts';
import { newComment, newTicket } from '../../../../connectors/content.ts';
import type { Harness } from '../../../../connectors/harness.ts';
import { connectTo, openAteraHarness } from '../../../../fakes/atera/harness.ts';
import { ATERA_KEY, type FakeAtera, openFakeAtera, type Spoiled } from '../../../../fakes/atera/server.ts';

const known = { email: 'a.requester@contoso.example', fullName: 'A requester' };
const about = { organisation: 'Contoso', known, category: null } as Harness;
let atera: FakeAtera;
let connector: Connector;

beforeEach(async () => {
  atera = await openFakeAtera();
  atera.account.addContact(known.email, 'A', 'requester');
  connector = connectTo(atera);
});
afterEach(() => atera.close());

function spoilNext(how: Spoiled['how'], is: Spoiled['is'] = () => true): void {
  atera.spoil({ is, how });
}

const isCreating: Spoiled['is'] = ({ method, path }) => method === 'POST' && path === '/tickets';

function failureIn(answer: OperationResult<unknown>): Failure {
  if (answer.ok) throw new Error('it went through');
  for (const sentence of Object.values(answer.failure.reason)) {
    expect(sentence).toMatch(/\w+ \w+.*[.]$/);
    expect(sentence).not.toContain(ATERA_KEY);
  }
  return answer.failure;
}

async function failureOf(how: Spoiled['how']): Promise<Failure> {
  spoilNext(how, isCreating);
  return failureIn(await connector.createTicket(newTicket(about)));
}

test('a rate limit has a Retry-After, in seconds or as a date of Atera’s clock', async () => {
  atera.account.skew = 3 * 3_600_000;
  const pauses: [Record<string, string>, number, number][] = [
    [{ 'retry-after': '7' }, 7000, 7000],
    [{ 'retry-after': new Date(atera.account.now().getTime() + 90_000).toUTCString() }, 85_000, 95_000],
    [{ 'retry-after': new Date(0).toUTCString() }, 1000, 1000],
    [{ 'retry-after': '999999' }, 3_600_000, 3_600_000],
    [{ 'retry-after': 'soon' }, 60_000, 60_000],
    [{}, 60_000, 60_000],
  ];
  for (const [headers, least, most] of pauses) {
    const failure = await failureOf({ status: 429, headers });
    if (failure.kind !== 'limited') throw new Error(`it is ${failure.kind}`);
    expect(failure.retryAfter, JSON.stringify(headers)).toBeGreaterThanOrEqual(least);
    expect(failure.retryAfter, JSON.stringify(headers)).toBeLessThanOrEqual(most);
  }
  expect(atera.account.tickets.size).toBe(0);
});

test('an HTML page, a server error and invalid JSON are retried, a refusal is not', async () => {
  const html = { 'content-type': 'text/html' };
  const json = { 'content-type': 'application/json' };
  const kinds: [Spoiled['how'], Failure['kind']][] = [
    [{ status: 200, headers: html, body: '<html>Sign in to the network</html>' }, 'unreachable'],
    [{ status: 404, headers: html, body: '<!DOCTYPE html>' }, 'unreachable'],
    [{ status: 503 }, 'unreachable'],
    [{ status: 302, headers: { location: 'https://elsewhere.example.org/' } }, 'unreachable'],
    [{ status: 201, headers: json, body: 'not JSON' }, 'unreachable'],
    [{ status: 201, headers: json, body: '{"Something":"else"}' }, 'unreachable'],
    ['broken', 'unreachable'],
    [{ status: 401 }, 'barred'],
    [{ status: 403, headers: json, body: `{"Message":"${ATERA_KEY} may not"}` }, 'barred'],
    [{ status: 400, headers: json, body: '{"Message":"TicketTitle is too long"}' }, 'refused'],
    [{ status: 422, headers: json, body: `["${ATERA_KEY}"]` }, 'refused'],
  ];
  for (const [how, kind] of kinds) expect((await failureOf(how)).kind, JSON.stringify(how)).toBe(kind);
  const { reason } = await failureOf({ status: 401 });
  expect(reason.en).toContain('API key');
});

test('a redirect is not followed', async () => {
  const other = await openFakeAtera();
  spoilNext({ status: 307, headers: { location: `${other.url}/tickets` } }, isCreating);
  failureIn(await connector.createTicket(newTicket(about)));
  expect(other.calls).toEqual([]);
  await other.close();
});

test('unknown fields are ignored', async () => {
  const { ref } = await created(connector.createTicket(newTicket(about)));
  const body = JSON.stringify({
    TicketID: Number(ref),
    TicketStatus: 'Open',
    EndUserID: 7000,
    New: { is: [1] },
  });
  spoilNext({ status: 200, headers: { 'content-type': 'application/json' }, body });
  expect((await connector.addComment(newComment(ref, known, 'Any news?'))).ok).toBe(true);
});

async function created(answer: Promise<OperationResult<Found>>): Promise<Found> {
  const found = await answer;
  if (!found.ok) throw new Error(found.failure.reason.en);
  return found.value;
}

test('a refusal after the ticket was created is not reported as refused, and the ticket is found by its key', async () => {
  for (const how of [{ status: 429, headers: { 'retry-after': '2' } }, { status: 403 }, 'broken'] as const) {
    const content = newTicket(about);
    const before = atera.account.tickets.size;
    spoilNext(how, ({ method, path }) => method === 'GET' && /^\/tickets\/\d+$/.test(path));
    expect(failureIn(await connector.createTicket(content)).kind).toBe('unreachable');
    expect(atera.account.tickets.size).toBe(before + 1);
    const question = {
      key: content.key,
      operation: 'create-ticket',
      ticketRef: null,
      fileName: null,
    } as const;
    const found = await connector.findByKey({ ...question, since: new Date().toISOString() });
    expect(found).toMatchObject({ ok: true, value: { number: expect.stringMatching(/^\d+$/) } });
  }
});

test('a 404 for an invalid input is a refusal when the ticket exists', async () => {
  const { ref } = await created(connector.createTicket(newTicket(about)));
  const json = { 'content-type': 'application/json' };
  spoilNext(
    { status: 404, headers: json, body: '{"Message":"Invalid input"}' },
    ({ method }) => method === 'POST',
  );
  const failure = failureIn(await connector.addComment(newComment(ref, known, 'Any news?')));
  expect(failure).toMatchObject({
    kind: 'refused',
    reason: { en: expect.stringContaining('Invalid input') },
  });
});

test('an address that refuses connections is reported as unreachable', async () => {
  const gone = await openFakeAtera();
  await gone.close();
  const failure = failureIn(await connectTo(gone).createTicket(newTicket(about)));
  expect(failure.kind).toBe('unreachable');
  expect(failure.reason.en).toContain('ECONNREFUSED');
});

test('too many tickets to search through do not lead to a second one', async () => {
  const endless: typeof fetch = async () =>
    Response.json({ items: [{ TicketID: 1, FirstComment: 'theirs' }], totalPages: 1_000_000 });
  const lost = connectTo(atera, {}, { fetch: endless });
  const question = { key: newTicket(about).key, operation: 'create-ticket', ticketRef: null } as const;
  const answer = await lost.findByKey({ ...question, since: new Date().toISOString(), fileName: null });
  expect(failureIn(answer)).toMatchObject({
    kind: 'refused',
    reason: { en: expect.stringContaining(question.key) },
  });
});

test('a call without a response times out', async () => {
  const silent: typeof fetch = (_url, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  const waiting = connectTo(atera, {}, { fetch: silent, timeout: 20 });
  const failure = failureIn(await waiting.createTicket(newTicket(about)));
  expect(failure).toMatchObject({ kind: 'unreachable', reason: { en: expect.stringContaining('in time') } });
});

test('the check names what is missing: address, key, rights or field', async () => {
  const missing = async (tried: Connector) => (await tried.check()).filter(({ problem }) => problem !== null);
  const harness = await openAteraHarness();
  expect(await missing(harness.connector)).toEqual([]);
  await harness.close();

  const elsewhere = connectTo({ ...atera, url: `${atera.url}/v4` });
  expect(await missing(elsewhere)).toMatchObject([
    { name: 'reachable', problem: { en: expect.stringContaining('/api/v3') } },
  ]);
  spoilNext({ status: 401 });
  expect(await missing(connector)).toMatchObject([{ name: 'sign-in' }]);
  spoilNext({ status: 403 });
  expect(await missing(connector)).toMatchObject([{ name: 'read-tickets' }]);
  spoilNext({ status: 403 }, ({ path }) => path === '/contacts');
  expect(await missing(connector)).toMatchObject([
    { name: 'read-tickets', problem: { en: expect.stringContaining('ontacts') } },
  ]);
  spoilNext({ status: 403 }, ({ method }) => method === 'PUT');
  expect(await missing(connector)).toMatchObject([{ name: 'write-tickets' }]);
  await connector.createTicket(newTicket(about));
  const withField = connectTo(atera, { deviceField: 'Dëvice' });
  expect(await missing(withField)).toMatchObject([
    { name: 'write-tickets', problem: { en: expect.stringContaining('Dëvice') } },
  ]);
});
