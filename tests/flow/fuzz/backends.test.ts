// Answers of backends: whatever a backend answers, each call returns a declared result, in bounds, and asks it no more than a
// few hundred times.
import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { z } from 'zod';
import { BackendEntry, ConnectionCheck } from '../../../contract/backends.ts';
import { ItopSettings } from '../../../contract/itop-settings.ts';
import { parseJson } from '../../../contract/json.ts';
import { Instant, Reason, TicketStatus } from '../../../contract/primitives.ts';
import type { Connector } from '../../../server/connectors/connector.ts';
import { createItopConnector } from '../../../server/connectors/itop/index.ts';
import { newAttachment, newComment, newContact, newTicket } from '../../connectors/content.ts';
import { connectTo } from '../../fakes/atera/harness.ts';
import { ATERA_KEY, openFakeAtera } from '../../fakes/atera/server.ts';
import { openItop } from '../../fakes/itop/harness.ts';
import { PASSWORD } from '../../fakes/itop/server.ts';
import { createTally, fuzz, inputsFor, PATIENCE } from './campaign.ts';
import { type Change, changed, changes, nastyText } from './nasty.ts';

/** Of all inputs of the campaign. */
const SHARE = 0.07;
/** A call that asks more often has lost its way in the pages. */
const MOST_REQUESTS = 500;

/** What becomes of every answer while a call lasts. */
interface Spoiled {
  made: readonly Change[];
  text: ((text: string) => string) | null;
  status: number | null;
  headers: Readonly<Record<string, string>>;
}

const spoiled: fc.Arbitrary<Spoiled> = fc.record({
  made: changes,
  text: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        fc.nat(300).map((length) => (text: string) => text.slice(0, length)),
        nastyText.map((text) => () => text),
        fc.constant(() => '<html><body>Please sign in</body></html>'),
        fc.constant(() => '['.repeat(50_000)),
      ),
    },
  ),
  status: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(201, 301, 400, 401, 403, 404, 409, 429, 500, 502, 503) },
  ),
  headers: fc.oneof(
    { weight: 9, arbitrary: fc.constant({}) },
    fc.constantFrom<Record<string, string>>(
      { 'retry-after': '-1' },
      { 'retry-after': '9'.repeat(30) },
      { 'retry-after': 'Thu, 99 Foo' },
      { date: 'no date' },
      { date: 'Tue, 01 Jan 9999 00:00:00 GMT' },
      { 'content-type': 'text/html' },
    ),
  ),
});

interface Backend {
  connector: Connector;
  secret: string;
  ticketRef: string;
  cursor: string;
  /** for the next call */
  spoil(next: Spoiled | null): void;
  /** since the last call of `spoil` */
  requests(): number;
  content: Parameters<typeof newTicket>[0];
  close(): Promise<void>;
}

/** A fetch whose answers are spoilt on their way. */
function spoilingFetch() {
  let now: Spoiled | null = null;
  let requests = 0;
  async function spoilingFetch(...call: Parameters<typeof fetch>): Promise<Response> {
    requests += 1;
    if (requests > MOST_REQUESTS) throw new TypeError('fetch failed');
    const answer = await fetch(...call);
    if (now === null) return answer;
    const text = await answer.text();
    const parsed = parseJson(text);
    const content = parsed === undefined ? text : (JSON.stringify(changed(parsed, now.made)) ?? '');
    return new Response(now.text ? now.text(content) : content, {
      status: now.status ?? answer.status,
      headers: { ...Object.fromEntries(answer.headers), ...now.headers },
    });
  }
  return {
    fetch: spoilingFetch as typeof fetch,
    spoil(next: Spoiled | null) {
      now = next;
      requests = 0;
    },
    requests: () => requests,
  };
}

async function begin(connector: Connector, content: Backend['content']) {
  const created = await connector.createTicket(newTicket(content));
  if (!created.ok) throw new Error(created.failure.reason.en);
  const ticketRef = created.value.ref;
  await connector.addComment(newComment(ticketRef, content.known, 'Any news?'));
  const start = await connector.changesSince(null);
  if (!start.ok) throw new Error(start.failure.reason.en);
  return { ticketRef, cursor: start.value.cursor };
}

async function openSpoiltItop(): Promise<Backend> {
  const harness = await openItop();
  const line = spoilingFetch();
  const settings = ItopSettings.parse(harness.settings);
  const parts = { fetch: line.fetch, now: () => new Date(), timeout: 30_000 };
  const connector = createItopConnector(settings, { password: PASSWORD }, parts);
  const begun = await begin(connector, harness);
  await harness.replies?.(begun.ticketRef, 'A technician', 'On my way.');
  return { ...line, ...begun, connector, secret: PASSWORD, content: harness, close: harness.close };
}

async function openSpoiltAtera(): Promise<Backend> {
  const atera = await openFakeAtera();
  const known = { email: 'a.requester@contoso.example', fullName: 'A Requester' };
  atera.account.addContact(known.email, 'A', 'Requester');
  const line = spoilingFetch();
  const connector = connectTo(atera, {}, { fetch: line.fetch });
  const content = { organisation: 'Contoso', known, category: null } as Backend['content'];
  const begun = await begin(connector, content);
  return { ...line, ...begun, connector, secret: ATERA_KEY, content, close: atera.close };
}

const Failed = z.object({
  ok: z.literal(false),
  failure: z.object({
    kind: z.enum(['unreachable', 'limited', 'barred', 'refused', 'gone']),
    reason: Reason,
  }),
});
const resultOf = (value: z.ZodType) =>
  z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value }), Failed]);
const Found = z.object({ ref: z.string(), number: z.string().nullable(), status: TicketStatus.nullable() });
const Text = z.string().max(2_000_000);
/** As the change feed shows them to requesters: a date of another form would make every sync fail. */
const Changes = z.object({
  tickets: z.array(
    z.object({
      ref: Text,
      number: Text.nullable(),
      status: TicketStatus.nullable(),
      backendStatus: Text.nullable(),
      technician: Text.nullable(),
      solution: Text.nullable(),
      comments: z.array(
        z.object({ ref: Text, author: Text, body: Text, createdAt: Instant, key: Text.nullable() }),
      ),
    }),
  ),
  cursor: Text,
  more: z.boolean(),
});

/** Each call of a connector, and the schema of what it returns. */
const CALLS: Readonly<Record<string, [(on: Backend) => Promise<unknown>, z.ZodType]>> = {
  check: [({ connector }) => connector.check(), z.array(ConnectionCheck)],
  createTicket: [({ connector, content }) => connector.createTicket(newTicket(content)), resultOf(Found)],
  addComment: [
    ({ connector, ticketRef, content }) => connector.addComment(newComment(ticketRef, content.known, 'Hm.')),
    resultOf(Found),
  ],
  addAttachment: [
    ({ connector, ticketRef }) =>
      connector.addAttachment(newAttachment(ticketRef, 'a.txt', Buffer.from('a file'))),
    resultOf(Found),
  ],
  addContact: [
    ({ connector, ticketRef, content }) => connector.addContact(newContact(ticketRef, content.known)),
    resultOf(Found),
  ],
  close: [
    ({ connector, ticketRef, content }) =>
      connector.transition({ key: 'a-key', ticketRef, by: content.known, byStaff: false, act: 'close' }),
    resultOf(Found),
  ],
  rate: [
    ({ connector, ticketRef }) => connector.rate({ key: 'a-key', ticketRef, score: 3, comment: '' }),
    resultOf(Found),
  ],
  findByKey: [
    ({ connector, ticketRef }) =>
      connector.findByKey({
        ...{ key: '0191c1d2-1111-7111-8111-111111111111', operation: 'add-comment', fileName: null },
        ...{ ticketRef, since: '2020-01-01T00:00:00.000Z' },
      }),
    resultOf(Found.nullable()),
  ],
  findTicket: [
    ({ connector }) =>
      connector.findByKey({
        ...{ key: '0191c1d2-1111-7111-8111-111111111111', operation: 'create-ticket', fileName: null },
        ...{ ticketRef: null, since: '2020-01-01T00:00:00.000Z' },
      }),
    resultOf(Found.nullable()),
  ],
  changesSince: [({ connector, cursor }) => connector.changesSince(cursor), resultOf(Changes)],
  changesSinceNow: [({ connector }) => connector.changesSince(null), resultOf(Changes)],
  catalogue: [
    ({ connector, content }) => connector.catalogue(content.organisation),
    resultOf(z.array(BackendEntry)),
  ],
  people: [
    ({ connector, content }) => connector.people(content.organisation, 'known'),
    resultOf(z.array(z.object({ email: Text, fullName: Text }))),
  ],
};

const tally = createTally('answers of backends');
const open: Record<string, Backend> = {};
beforeAll(async () => {
  open.iTop = await openSpoiltItop();
  open.Atera = await openSpoiltAtera();
}, PATIENCE);
afterAll(async () => {
  for (const backend of Object.values(open)) await backend.close();
  tally.print();
});

const CASES = ['iTop', 'Atera'].flatMap((name) => Object.keys(CALLS).map((call) => [name, call] as const));

test.each(CASES)(
  'whatever %s answers to %s is a declared result',
  async (name, call) => {
    const backend = open[name] as Backend;
    const [run, schema] = CALLS[call] as [(on: Backend) => Promise<unknown>, z.ZodType];
    await fuzz(`${name} ${call}`, inputsFor(SHARE, CASES.length), spoiled, async (next) => {
      backend.spoil(next);
      const result = await run(backend);
      const requests = backend.requests();
      backend.spoil(null);
      const parsed = schema.safeParse(result);
      if (!parsed.success)
        throw new Error(`${JSON.stringify(result).slice(0, 500)}: ${parsed.error.message}`);
      if (requests > MOST_REQUESTS) throw new Error(`it was asked ${requests} times`);
      if (JSON.stringify(result).includes(backend.secret)) throw new Error('the result holds the secret');
      tally.count(`${name} ${Array.isArray(result) || (result as { ok: boolean }).ok ? 'read' : 'refused'}`);
    });
  },
  PATIENCE,
);
