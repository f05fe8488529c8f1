// Every route, with valid and broken requests of every caller: no failure of the server, no answer with another's data, none
// that works a thousand times as long as a simple one or waits for more than a second.
import type fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { API, type OperationName } from '../../../contract/api.ts';
import { ApiError } from '../../../contract/errors.ts';
import { type HttpOperation, successStatus } from '../../../contract/operation.ts';
import { statusOf } from '../../../contract/sentences.ts';
import { SIGNED_FILES_PATH, UNSUBSCRIBE_PATH } from '../../../contract/server-api.ts';
import { HOUR } from '../../../server/clock.ts';
import { attachmentOf } from '../../fakes/server/agent.ts';
import { NO_LIMITS } from '../../fakes/server/test-server.ts';
import type { Role } from '../server/rights/matrix.ts';
import { OTHER_ROUTES } from '../server/rights/other-routes.ts';
import { openStage, restoreRow, type Stage, ZEBRA_FILE } from '../server/rights/stage.ts';
import { createTally, fuzz, inputsFor, PATIENCE } from './campaign.ts';
import { createRawClient, type RawAnswer, type RawRequest } from './raw-request.ts';
import { otherInputs, type RouteInput, routeInputs } from './route-inputs.ts';
import type { Known } from './schema-inputs.ts';
import { leastWait, type Spent, spend, waitIn } from './waiting.ts';

const NAMES = Object.keys(API) as OperationName[];
/** Of all inputs of the campaign. */
const SHARE = 0.58;
const OTHER_SHARE = 0.02;
/** Times the processor time of a health check. A check takes about a millisecond. */
const MOST_WORK = 1_000;
/** In milliseconds. */
const LONGEST_WAIT = 1_000;
/** Share of a route's answers that may wait longer when they are not the same the second time. */
const MOST_SLOW = 0.1;

/** The clock stands still, so that a limit per agent would end what is tried here. */
const UNLIMITED = { most: 1e6, per: HOUR };
const GENEROUS = {
  syncsOfAgent: UNLIMITED,
  confirmationsOfAgent: UNLIMITED,
  enrolmentsOfAgent: UNLIMITED,
  searchesOfAgent: UNLIMITED,
  hourlySearchesOfAgent: UNLIMITED,
  dailySearchesOfAgent: UNLIMITED,
};

let stage: Stage;
let client: ReturnType<typeof createRawClient>;
let known: Known;
const tally = createTally('routes');
const rejections: unknown[] = [];
const times: number[] = [];
let longest = { milliseconds: 0, request: '' };

const noteRejection = (reason: unknown) => void rejections.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', noteRejection);
  stage = await openStage(GENEROUS);
  client = createRawClient(stage.desk.url);
  known = await expendable(stage);
}, PATIENCE);

afterAll(async () => {
  client.close();
  await stage.close();
  process.off('unhandledRejection', noteRejection);
  tally.print();
  printTimes();
});

function printTimes(): void {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(1);
  console.log(`answers: median ${at(0.5)} ms, 99 % within ${at(0.99)} ms, slowest ${at(1)} ms`);
  console.log(`slowest: ${longest.request}`);
}

/** Ids that exist, of things that the other inputs can do without. Nothing may change the roles. */
async function expendable({ desk, administrator, ...on }: Stage): Promise<Known> {
  const [third] = await Promise.all([
    administrator.ask('/organisations', { json: { name: 'Expendable', emailDomains: [] } }),
    // whoever joins the ticket by it may read the ticket
    administrator.ask(`/announcements/${on.announcement}/withdraw`, { method: 'POST' }),
  ]);
  const { id } = third.body as { id: string };
  await administrator.ask(`/organisations/${id}/enrolment-keys`, { json: NO_LIMITS });
  const agent = await desk.agent();
  const uuid = [on.ticket, on.attachment, id, agent.id, on.otherDesk];
  const stored: string[] = [];
  for (const table of ['release', 'comment', 'delivery', 'announcement', 'link']) {
    const rows = await desk.rows(`SELECT id FROM ${table} LIMIT 3`);
    stored.push(...rows.map((row) => String(row.id)));
  }
  const [key] = await desk.rows('SELECT id FROM enrolment_key WHERE organisation_id = ?', id);
  return {
    uuid: [...uuid, ...stored, String(key?.id)],
    sha256: [on.ticketFile, attachmentOf(Buffer.from('nothing')).sha256],
    email: ['requester@contoso.example', 'tech@contoso.example', 'nobody@elsewhere.example'],
    text: [
      'laptop',
      'Contoso',
      '1.0.0',
      'R-000001',
      'printer',
      'latest',
      on.release.installer,
      on.release.feed,
      on.link,
    ],
  };
}

let requests = 0;

function rawOf({ role, method, path, headers, body }: RouteInput): RawRequest {
  requests += 1;
  return {
    ...{ method, path, body },
    headers: {
      origin: stage.desk.url,
      // from an address of its own, so that no limit per address counts
      'x-forwarded-for': `10.${requests >> 16}.${(requests >> 8) & 255}.${requests & 255}`,
      ...stage.credentials(role),
      ...headers,
    },
  };
}

/** The least of a few, because other things happen in this process too. */
async function leastWork(raw: RawRequest): Promise<number> {
  const works = [];
  for (let round = 0; round < 3; round += 1) works.push((await spend(() => client.send(raw))).spent.work);
  return Math.min(...works);
}

const HEALTH: RawRequest = { method: 'GET', path: '/healthz', headers: {}, body: null };

/** In milliseconds. */
const SUSPECT_WORK = 100;

async function checkWork(raw: RawRequest, { work, milliseconds }: Spent): Promise<void> {
  times.push(milliseconds);
  if (milliseconds > longest.milliseconds) longest = { milliseconds, request: `${raw.method} ${raw.path}` };
  if (work < SUSPECT_WORK) return;
  const least = await leastWork(raw);
  // other work of this process; and of so little, the clock of the processor says nothing
  if (least < SUSPECT_WORK) return;
  const simple = await leastWork(HEALTH);
  if (least > simple * MOST_WORK) throw new Error(`${least} ms of work, a simple request ${simple} ms`);
}

/** What was seen of the answers of a route that waited too long. */
interface Waits {
  /** answers that waited, of which a second one to the same request need not */
  seen: number;
  /** said of the first request whose answer waits each time, or empty */
  found: string;
}

async function noteWait(
  raw: RawRequest,
  spent: Spent,
  waits: Waits,
  restore: () => Promise<void>,
): Promise<void> {
  if (waits.found !== '' || waitIn(spent) <= LONGEST_WAIT) return;
  waits.seen += 1;
  const again = async () => {
    await restore();
    return client.send(raw);
  };
  const least = await leastWait(again, () => client.send(HEALTH), LONGEST_WAIT);
  if (least <= LONGEST_WAIT) return;
  const body = raw.body?.toString().slice(0, 500) ?? '';
  waits.found = `${raw.method} ${raw.path} ${body} waits ${Math.round(least)} ms and longer, each time`;
}

function checkRefusal(name: string, { method, path }: RouteInput, answer: RawAnswer): void {
  if (method === 'HEAD') return;
  const isPage = [SIGNED_FILES_PATH, UNSUBSCRIBE_PATH].some((start) => path.startsWith(start));
  if (isPage && answer.type.startsWith('text/html')) return;
  const parsed = ApiError.safeParse(
    answer.type.startsWith('application/json') ? JSON.parse(answer.body) : null,
  );
  if (!parsed.success) throw new Error(`${answer.status} is no ApiError: ${answer.text.slice(0, 500)}`);
  const { code } = parsed.data.error;
  // tus has statuses of its own for requests that are not valid
  const isOfTus = code === 'invalid-request' && name.includes('Upload');
  // headers are too large for HTTP's own status, not for that of a body
  const isOfHeaders = code === 'body-too-large' && answer.status === 431;
  if (statusOf(code) !== answer.status && !isOfTus && !isOfHeaders)
    throw new Error(`${code} with status ${answer.status}`);
  if (answer.status >= 500 && code !== 'backend-failed') throw new Error(`the server failed: ${answer.body}`);
}

function checkSuccess(name: OperationName, input: RouteInput, answer: RawAnswer): void {
  const operation: HttpOperation = API[name];
  if (!input.isOfOperation || answer.status !== successStatus(operation)) return;
  if (!(operation.answer instanceof z.ZodType) || answer.body === '') return;
  const parsed = operation.answer.safeParse(JSON.parse(answer.body));
  if (!parsed.success) throw new Error(`an answer of another form: ${parsed.error.message}`);
}

function checkLog(): void {
  const lines = stage.desk.log.lines.splice(0);
  const failures = lines.filter((line) => /^\{"level":[56]0/.test(line));
  if (failures.length > 0) throw new Error(`the server logged ${failures.join('\n')}`);
  const rejected = rejections.splice(0);
  if (rejected.length > 0) throw new Error(`nobody handled ${rejected.join('\n')}`);
}

/** Sessions and agents are as before: some requests end or change them. */
async function restorer(name: OperationName | null): Promise<() => Promise<void>> {
  const { desk } = stage;
  const sessions = await desk.rows('SELECT * FROM session');
  const agents = name === 'leaveComputer' ? await desk.rows('SELECT * FROM agent') : [];
  return async () => {
    for (const row of sessions) await restoreRow(desk, 'session', row);
    for (const { id, state, secret_hash: secretHash } of agents) {
      const restored = 'UPDATE agent SET state = ?, secret_hash = ?, departure = NULL WHERE id = ?';
      await desk.alter(restored, state, secretHash, id);
    }
    await stage.setStatus(stage.ticket, 'assigned');
  };
}

/** `name`: of the operation, or null for another route. */
async function send(
  name: OperationName | null,
  input: RouteInput,
): Promise<{ raw: RawRequest; spent: Spent }> {
  // a request that failed in another way left its lines
  stage.desk.log.lines.length = 0;
  const raw = rawOf(input);
  const { answer, spent } = await spend(() => client.send(raw));
  tally.count(String(answer.status));
  if (answer.status >= 400) checkRefusal(name ?? '', input, answer);
  else if (name !== null) checkSuccess(name, input, answer);
  checkLog();
  const leaks = stage.leaksTo(roleOf(input), answer.text);
  if (leaks.length > 0) throw new Error(leaks.join(', '));
  await checkWork(raw, spent);
  return { raw, spent };
}

/** A request with other credentials in place of the role's is nobody's. */
function roleOf({ role, headers }: RouteInput): Role {
  const isChanged = Object.keys(stage.credentials(role)).some((name) => headers[name] !== undefined);
  return isChanged ? 'nobody' : role;
}

async function campaign(
  name: OperationName | null,
  inputs: fc.Arbitrary<RouteInput>,
  count: number,
  restore: () => Promise<void>,
): Promise<void> {
  const waits: Waits = { seen: 0, found: '' };
  await fuzz(name ?? 'another route', count, inputs, async (input) => {
    const { raw, spent } = await send(name, input);
    await noteWait(raw, spent, waits, restore);
    await restore();
  });
  expect(waits.found).toBe('');
  // what a request makes, the same one does not make again
  expect(waits.seen).toBeLessThanOrEqual(Math.max(3, count * MOST_SLOW));
}

test.each(NAMES)(
  '%s answers whatever is sent, in bounds, and shows nobody what is not theirs',
  async (name) =>
    campaign(name, routeInputs(name, known), inputsFor(SHARE, NAMES.length), await restorer(name)),
  PATIENCE,
);

test.each(OTHER_ROUTES)(
  '$url answers whatever is sent, in bounds, and shows nobody what is not theirs',
  async ({ example }) =>
    campaign(null, otherInputs(example), inputsFor(OTHER_SHARE, OTHER_ROUTES.length), await restorer(null)),
  PATIENCE,
);

test('after all of it, everybody is who they were', async () => {
  const sync = await stage.agents.requester.ask('/v1/sync', { json: { cursor: 0, commands: [] } });
  expect(sync.body).toMatchObject({
    standing: { state: 'active', requester: { email: 'requester@contoso.example' } },
  });
  const file = await stage.agents.contact.ask(`/v1/tickets/${stage.ticket}/attachments/${stage.ticketFile}`);
  expect(file.body).toBe(ZEBRA_FILE.toString());
});
