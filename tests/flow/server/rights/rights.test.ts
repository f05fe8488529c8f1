// The rights matrix on a real server: every operation and every command as every caller, and what nobody may see in an answer.
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { API, type OperationName } from '../../../../contract/api.ts';
import { CONSOLE_API } from '../../../../contract/console-api.ts';
import type { HttpOperation } from '../../../../contract/operation.ts';
import { statusOf } from '../../../../contract/sentences.ts';
import { SyncResponse } from '../../../../contract/sync.ts';
import { HOUR, MINUTE } from '../../../../server/clock.ts';
import { PASSWORD } from '../../../fakes/server/test-server.ts';
import { AGENT_REQUESTS, AGENT_SITUATIONS } from './agent-requests.ts';
import { COMMAND_REQUESTS, COMMAND_SITUATIONS } from './command-requests.ts';
import {
  AGENT_RIGHTS,
  CELLS,
  type Cell,
  COMMAND_RIGHTS,
  ROLES,
  type Role,
  STAFF_RIGHTS,
  subjectOf,
} from './matrix.ts';
import { type AnyGiven, type Outcome, send } from './request.ts';
import { STAFF_REQUESTS, STAFF_SITUATIONS } from './staff-requests.ts';
import { openStage, type Stage } from './stage.ts';

type AnyBuilder = (stage: Stage, role: Role) => AnyGiven | Promise<AnyGiven>;
const BUILDERS: Readonly<Record<string, AnyBuilder>> = {
  ...(AGENT_REQUESTS as Record<string, AnyBuilder>),
  ...(STAFF_REQUESTS as Record<string, AnyBuilder>),
  ...(AGENT_SITUATIONS as Record<string, AnyBuilder>),
  ...(STAFF_SITUATIONS as Record<string, AnyBuilder>),
};
const ROWS = [...AGENT_RIGHTS, ...STAFF_RIGHTS];
const METHODS = new Map<string, string>(Object.entries(API).map(([name, { method }]) => [name, method]));
/** A HEAD request would open a stream that nobody closes: there is none. */
const STREAMS: readonly string[] = ['listenForSync', 'listenForChanges'];
/** For a trial: shows all mails to whoever works on the server's own machine. */
const OF_THIS_MACHINE: readonly string[] = ['showMailbox', 'listMails'];
/** For a row with all its cells, on a busy machine. */
const PATIENCE = 120_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, PATIENCE);
afterAll(() => stage.close());

const operationOf = (row: string) => subjectOf(row) as OperationName;
const methodOf = (row: string) => METHODS.get(operationOf(row));

async function given(row: string, role: Role): Promise<AnyGiven> {
  const build = BUILDERS[row];
  if (!build) throw new Error(`${row} has no request: add one to agent-requests.ts or staff-requests.ts`);
  return build(stage, role);
}

/** What the table says, as an outcome: a HEAD response has no body, so its status instead of a code. */
function expected(row: string, cell: Cell): string {
  const { code } = CELLS[cell];
  if (code === null) return 'yes';
  return methodOf(row) === 'HEAD' ? `status ${statusOf(code)}` : code;
}

/** What is refused changes nothing, so the same request serves all others of an operation of staff. */
const refusedRequests = new Map<string, AnyGiven>();

async function requestFor(role: Role, row: string): Promise<AnyGiven> {
  if (STAFF_RIGHTS.get(row)?.[role] !== 'staff') return given(row, role);
  const request = refusedRequests.get(row) ?? (await given(row, role));
  refusedRequests.set(row, request);
  return request;
}

const STAFF: readonly Role[] = ['technician', 'administrator', 'outsider', 'limited'];

/** The session of a member of the staff proves again who they are, where the operation asks for it. */
async function proveAgain(role: Role, row: string): Promise<void> {
  const { proof }: HttpOperation = API[operationOf(row)];
  if (!proof || !STAFF.includes(role)) return;
  const body = { password: PASSWORD, code: null };
  const { outcome } = await send(stage.desk.url, 'proveByPassword', { body }, stage.credentials(role));
  expect(outcome).toBe('yes');
}

async function as(role: Role, row: string, method?: string): Promise<Outcome> {
  const request = await requestFor(role, row);
  await proveAgain(role, row);
  const answer = await send(stage.desk.url, operationOf(row), request, stage.credentials(role), method);
  await stage.settle();
  return answer;
}

test.each(ROWS)(
  '%s is allowed to those of its row, and shows nobody what is not theirs',
  async (row, cells) => {
    const outcomes: Record<string, string> = {};
    const leaks: string[] = [];
    for (const role of ROLES) {
      const { outcome, text } = await as(role, row);
      outcomes[role] = outcome;
      leaks.push(...stage.leaksTo(role, text));
    }
    expect(outcomes).toEqual(Object.fromEntries(ROLES.map((role) => [role, expected(row, cells[role])])));
    expect(OF_THIS_MACHINE.includes(row) ? [] : leaks).toEqual([]);
  },
  PATIENCE,
);

test.each(ROWS.filter(([row]) => methodOf(row) === 'GET'))(
  'HEAD of %s answers nobody more than GET does',
  async (row) => {
    for (const role of ROLES) {
      const status = STREAMS.includes(row) ? 404 : (await as(role, row)).status;
      const head = await as(role, row, 'HEAD');
      expect({ role, status: head.status }).toEqual({ role, status });
      expect(stage.leaksTo(role, head.text)).toEqual([]);
    }
  },
  PATIENCE,
);

/** What the table says, as the verdict on a command. */
function verdictOf(cell: Cell): string {
  const { code } = CELLS[cell];
  if (code === null) return 'accepted';
  if (cell === 'agent') return code;
  const isHeld = ['waits', 'paused', 'gone', 'address'].includes(cell);
  return `${isHeld ? 'held' : 'refused'} ${code}`;
}

async function command(row: string, role: Role): Promise<{ verdict: string; text: string }> {
  const builders: Readonly<Record<string, (on: Stage) => { body: unknown; status: string }>> = {
    ...COMMAND_REQUESTS,
    ...COMMAND_SITUATIONS,
  };
  const prepared = builders[row]?.(stage);
  if (!prepared) throw new Error(`${row} has no command: add one to command-requests.ts`);
  await stage.setStatus(stage.ticket, prepared.status);
  const submittedAt = stage.desk.clock.now().toISOString();
  const envelope = { key: v7(), kind: subjectOf(row), submittedAt, body: prepared.body };
  const body = { cursor: 0, commands: [envelope] };
  const { outcome, text } = await send(stage.desk.url, 'sync', { body }, stage.credentials(role));
  await stage.settle();
  if (outcome !== 'yes') return { verdict: outcome, text };
  const [result] = SyncResponse.parse(JSON.parse(text.slice(text.indexOf('{"standing"')))).results;
  const verdict = result?.outcome === 'accepted' ? 'accepted' : `${result?.outcome} ${result?.error.code}`;
  return { verdict, text };
}

test.each([...COMMAND_RIGHTS])(
  'the command %s is carried out for those of its row',
  async (row, cells) => {
    const verdicts: Record<string, string> = {};
    const leaks: string[] = [];
    for (const role of ROLES) {
      const { verdict, text } = await command(row, role);
      verdicts[role] = verdict;
      // whoever joins a ticket may read it from then on
      const mayReadNow = row === 'join-ticket' && cells[role] === 'yes';
      if (!mayReadNow) leaks.push(...stage.leaksTo(role, text));
    }
    expect(verdicts).toEqual(Object.fromEntries(ROLES.map((role) => [role, verdictOf(cells[role])])));
    expect(leaks).toEqual([]);
  },
  PATIENCE,
);

test('every known word was shown to somebody, so that none is missed because nobody can see it', () => {
  expect(stage.unseen()).toEqual([]);
});

/** Credentials that look right and are not. */
async function falseCredentials(): Promise<Record<string, Record<string, string>>> {
  const { agents, administrator, desk } = stage;
  const { requester, colleague } = agents;
  const bearer = (credentials: string) => ({ authorization: `Bearer ${credentials}` });
  const token = administrator.cookie.split('=')[1] ?? '';
  const ended = (await given('signOut', 'administrator')).headers ?? {};
  await send(desk.url, 'signOut', {}, ended);
  return {
    'the secret of another agent': bearer(`${requester.id}.${colleague.secret}`),
    'no secret': bearer(`${requester.id}.`),
    'half of a secret': bearer(`${requester.id}.${requester.secret.slice(0, 20)}`),
    'two secrets': bearer(`${requester.id}.${requester.secret}.${requester.secret}x`),
    'the id of nobody': bearer(`${v7()}.${requester.secret}`),
    'a session as the secret': bearer(`${requester.id}.${token}`),
    'basic authentication': {
      authorization: `Basic ${Buffer.from(`${requester.id}:${requester.secret}`).toString('base64')}`,
    },
    'an ended session': ended,
    'a forged session': { cookie: 'guichet_session=forged' },
    'the secret as a session': { cookie: `guichet_session=${requester.secret}` },
  };
}

test(
  'false credentials are worth as much as none',
  async () => {
    const requests = new Map<string, AnyGiven>();
    for (const [row] of ROWS) requests.set(row, await given(row, 'nobody'));
    const credentials = await falseCredentials();
    const wrong: string[] = [];
    for (const [name, headers] of Object.entries(credentials)) {
      for (const [row, { nobody }] of ROWS.filter(([, cells]) => cells.nobody !== 'yes')) {
        const { outcome, text } = await send(
          stage.desk.url,
          operationOf(row),
          requests.get(row) ?? {},
          headers,
        );
        const isRefused = outcome === expected(row, nobody);
        if (!isRefused || stage.leaksTo('nobody', text).length > 0) wrong.push(`${name}, ${row}: ${outcome}`);
      }
    }
    expect(wrong).toEqual([]);
  },
  PATIENCE,
);

test(
  'another site changes nothing through the browser of an administrator',
  async () => {
    const rows = ROWS.filter(([row]) => Object.hasOwn(CONSOLE_API, row) && methodOf(row) !== 'GET');
    const origins = [
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { origin: stage.desk.url, 'sec-fetch-site': 'same-site' },
      { origin: '' },
    ];
    for (const [row] of rows) {
      const request = await given(row, 'administrator');
      for (const origin of origins) {
        const headers = { ...request.headers, ...origin };
        const { outcome } = await send(
          stage.desk.url,
          operationOf(row),
          { ...request, headers },
          stage.credentials('administrator'),
        );
        expect({ row, origin, outcome }).toEqual({ row, origin, outcome: 'foreign-origin' });
      }
    }
  },
  PATIENCE,
);

/** The operations that ask their caller to prove again who they are. */
const PROVEN = ROWS.filter(([row, { administrator }]) => {
  const { proof }: HttpOperation = API[operationOf(row)];
  return proof !== undefined && administrator === 'yes';
});

test(
  'a weighty act of an administrator is not done once their last proof is a quarter of an hour old',
  async () => {
    const requests = new Map<string, AnyGiven>();
    for (const [row] of PROVEN) requests.set(row, await given(row, 'administrator'));
    stage.desk.clock.advance(15 * MINUTE);
    const done: string[] = [];
    for (const [row, request] of requests) {
      const { outcome } = await send(
        stage.desk.url,
        operationOf(row),
        request,
        stage.credentials('administrator'),
      );
      if (outcome !== 'proof-needed') done.push(`${row}: ${outcome}`);
    }
    expect(done).toEqual([]);
    expect(requests.size).toBeGreaterThan(8);
  },
  PATIENCE,
);

test('the link to a file leads nowhere once it has expired, or where it was changed', async () => {
  const read = (link: string) => send(stage.desk.url, 'readSignedFile', { params: { '*': link } }, {});
  const { link, desk } = stage;
  expect((await read(link)).outcome).toBe('yes');
  const changed = [`${link}A`, link.slice(0, -1), `${link[0] === 'A' ? 'B' : 'A'}${link.slice(1)}`, ''];
  for (const other of changed) expect((await read(other)).status).toBe(404);
  desk.clock.advance(25 * HOUR);
  expect((await read(link)).status).toBe(404);
});

test('a session of staff ends twelve hours after its last request', async () => {
  const { outcome } = await send(stage.desk.url, 'readSession', {}, stage.credentials('administrator'));
  expect(outcome).toBe('not-signed-in');
});

test('nothing that a caller sent made the server fail', () => {
  const Line = z.object({ level: z.int(), msg: z.string() });
  const failures = stage.desk.log.lines.map((line) => Line.parse(JSON.parse(line)));
  expect(failures.filter(({ level }) => level >= 50)).toEqual([]);
});
