// Limits: each is attacked here, with what an attacker holds, and answered with 429 and when to try again.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CreatedEnrolmentKey } from '../../../contract/console.ts';
import { HOUR, MINUTE } from '../../../server/clock.ts';
import { COUNTS, RATES } from '../../../server/limits/table.ts';
import {
  attachmentOf,
  commentCommand,
  type FakeAgent,
  newIdentity,
  newSecret,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import { type Answer, ask } from '../../fakes/server/http.ts';
import {
  ENROLMENT_KEY,
  firstOrganisation,
  NO_LIMITS,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
beforeEach(async () => {
  desk = await openTestServer();
});
afterEach(() => desk.close());

/** Sends commands until they are held. Returns how many were accepted. */
async function flood(agent: FakeAgent, make: () => ReturnType<typeof ticketCommand>): Promise<number> {
  for (let accepted = 0; ; ) {
    const verdicts = await agent.verdicts(...Array.from({ length: 20 }, () => make()));
    const more = verdicts.filter((verdict) => verdict === 'accepted').length;
    accepted += more;
    if (more < verdicts.length) {
      expect(new Set(verdicts.slice(more))).toEqual(new Set(['held too-many-requests']));
      return accepted;
    }
  }
}

function expectLimited(answer: Answer): number {
  expect(failureOf(answer)).toMatchObject({ status: 429, code: 'too-many-requests' });
  const seconds = failureOf(answer).details?.retryAfterSeconds ?? 0;
  expect(seconds).toBeGreaterThan(0);
  expect(answer.headers.get('retry-after')).toBe(String(seconds));
  return seconds;
}

function begin(agent: FakeAgent, content: Buffer, declaredSize = content.length): Promise<Answer> {
  return agent.tus('POST', '/v1/uploads', {
    headers: {
      'upload-length': String(declaredSize),
      'upload-metadata': `sha256 ${Buffer.from(attachmentOf(content).sha256).toString('base64')}`,
    },
  });
}

test('an agent cannot flood the desk with tickets, and none that is held is lost', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  expect(await flood(agent, ticketCommand)).toBe(RATES.ticketsOfAgent.most);
  const command = ticketCommand();
  const [held] = (await agent.sync([command])).results;
  expect(held).toMatchObject({
    outcome: 'held',
    error: { code: 'too-many-requests', details: { retryAfterSeconds: 60 } },
  });
  desk.clock.advance(MINUTE);
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  // a repeat is answered from what is stored, and costs nothing
  expect(await agent.verdicts(command, command, ticketCommand())).toEqual([
    'accepted',
    'accepted',
    'held too-many-requests',
  ]);
  const made = await desk.rows('SELECT id FROM ticket WHERE id = ?', command.key);
  expect(made).toHaveLength(1);
});

test('a held ticket stops neither the messages on other tickets nor other agents', async () => {
  const [agent, other] = [
    await desk.activeAgent('requester@contoso.example'),
    await desk.activeAgent('other@contoso.example'),
  ];
  const known = ticketCommand();
  await agent.sync([known]);
  await flood(agent, ticketCommand);
  const held = ticketCommand();
  expect(await agent.verdicts(held, commentCommand(held.key), commentCommand(known.key))).toEqual([
    'held too-many-requests',
    'held too-many-requests',
    'accepted',
  ]);
  expect(await other.verdicts(ticketCommand())).toEqual(['accepted']);
});

test('an agent cannot flood a ticket with messages', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const ticket = ticketCommand();
  await agent.sync([ticket]);
  expect(await flood(agent, () => commentCommand(ticket.key))).toBe(RATES.messagesOfAgent.most);
});

test('a person gains nothing from a third agent', async () => {
  const agents: FakeAgent[] = [];
  for (let made = 0; made < 3; made += 1) {
    agents.push(await desk.activeAgent('requester@contoso.example'));
    desk.clock.advance(20 * MINUTE);
  }
  let accepted = 0;
  for (const agent of agents) accepted += await flood(agent, ticketCommand);
  expect(accepted).toBe(RATES.ticketsOfRequester.most);
});

test('only an active agent with a confirmed address may upload', async () => {
  const unconfirmed = await desk.activeAgent();
  expect(codeOf(await begin(unconfirmed, randomBytes(10)))).toBe('address-not-confirmed');
  expect(codeOf(await begin(await desk.agent(), randomBytes(10)))).toBe('agent-not-active');
});

test('an agent cannot fill the disk: declared bytes count, whether they arrive or not', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const size = 25 * 1024 * 1024;
  const most = Math.ceil(RATES.uploadBytesOfAgent.most / size);
  const content = randomBytes(10);
  for (let begun = 0; begun < most; begun += 1) expect((await begin(agent, content, size)).status).toBe(201);
  expectLimited(await begin(agent, content, size));
  desk.clock.advance(HOUR);
  expect((await begin(agent, content, size)).status).toBe(201);
});

test('an agent cannot leave uploads without number behind, not even by beginning them at once', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const contents = Array.from({ length: COUNTS.unfinishedUploadsOfAgent + 20 }, () => randomBytes(10));
  const answers = await Promise.all(contents.map((content) => begin(agent, content)));
  const begun = answers.filter(({ status }) => status === 201);
  expect(begun.length).toBeLessThanOrEqual(COUNTS.unfinishedUploadsOfAgent);
  for (const answer of answers) if (answer.status !== 201) expectLimited(answer);
  while ((await begin(agent, randomBytes(10))).status === 201) begun.pop();
  // what was begun can still be completed, which makes room for another
  const [known = Buffer.alloc(0)] = contents.filter((_, index) => answers[index]?.status === 201);
  const path = `/v1/uploads/${agent.id}-${attachmentOf(known).sha256}`;
  const headers = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  if (known.length > 0) expect((await agent.tus('PATCH', path, { headers, body: known })).status).toBe(204);
  expect((await begin(agent, randomBytes(10))).status).toBe(201);
});

test('a third event stream ends the oldest: one that a broken network left cannot lock an agent out', async () => {
  const agent = await desk.agent();
  const open = () => listen(`${desk.url}/v1/events`, agent.authorization());
  const streams = [await open(), await open(), await open()];
  await until(() => streams[0]?.ended(), 'the oldest stream ends');
  expect(streams.slice(1).map((stream) => stream.ended())).toEqual([false, false]);
  for (const stream of streams) stream.close();
});

test('an agent cannot open and close streams without end', async () => {
  const agent = await desk.agent();
  let answer = await agent.ask('/v1/events', { method: 'HEAD' });
  const controller = new AbortController();
  for (let opened = 0; opened <= RATES.openedStreamsOfAgent.most; opened += 1) {
    const response = await fetch(`${desk.url}/v1/events`, {
      headers: agent.authorization(),
      signal: controller.signal,
    });
    if (response.status === 200) continue;
    answer = { status: response.status, headers: response.headers, body: await response.json() };
  }
  controller.abort();
  expectLimited(answer);
});

test('an enrolment key admits so many new agents an hour, and known ones still enrol', async () => {
  await desk.close();
  desk = await openTestServer({ overrides: { rates: { enrolmentsOfKey: { most: 5, per: HOUR } } } });
  const enrol = (identity = newIdentity(), secret = newSecret()) =>
    ask(`${desk.url}/v1/enrolments`, {
      json: { enrolmentKey: ENROLMENT_KEY, secret, identity, agentVersion: '0.1.0' },
    });
  const known = await desk.agent();
  for (let admitted = 1; admitted < 5; admitted += 1) expect((await enrol()).status).toBe(200);
  expect(expectLimited(await enrol())).toBe(12 * 60);
  expect((await enrol(known.identity, known.secret)).status).toBe(200);
  desk.clock.advance(12 * MINUTE);
  expect((await enrol()).status).toBe(200);
});

test('who an enrolment key does not admit cannot use up what it admits', async () => {
  await desk.close();
  desk = await openTestServer({ overrides: { rates: { enrolmentsOfKey: { most: 5, per: HOUR } } } });
  const organisation = await firstOrganisation(await desk.administrator());
  const networks = ['192.0.2.0/24'];
  const json = { ...NO_LIMITS, networks };
  const created = await (await desk.administrator()).ask(`/organisations/${organisation.id}/enrolment-keys`, {
    json,
  });
  const { key } = CreatedEnrolmentKey.parse(created.body);
  const enrol = () =>
    ask(`${desk.url}/v1/enrolments`, {
      json: { enrolmentKey: key, secret: newSecret(), identity: newIdentity(), agentVersion: '0.1.0' },
    });
  for (let tries = 0; tries < 20; tries += 1) expect(codeOf(await enrol())).toBe('enrolment-key-elsewhere');
  await desk.alter("UPDATE enrolment_key SET networks = '[]'");
  expect((await enrol()).status).toBe(200);
});

test('a known agent cannot enrol again without end, nor fill the audit with its claims', async () => {
  const agent = await desk.activeAgent();
  const enrol = (userName: string) =>
    ask(`${desk.url}/v1/enrolments`, {
      json: {
        enrolmentKey: ENROLMENT_KEY,
        secret: agent.secret,
        identity: { ...agent.identity, userName },
        agentVersion: '0.1.0',
      },
    });
  const answers: Answer[] = [];
  for (let tries = 0; tries <= RATES.enrolmentsOfAgent.most; tries += 1)
    answers.push(await enrol(`CONTOSO\\somebody-${tries}`));
  expectLimited(answers.at(-1) ?? answers[0] ?? { status: 0, headers: new Headers(), body: null });
  expect(await desk.rows("SELECT id FROM audit WHERE act = 'claim-identity'")).toHaveLength(
    RATES.enrolmentsOfAgent.most,
  );
  expect((await desk.agent()).id).not.toBe(agent.id);
});

test('an agent cannot sync without end', async () => {
  const agent = await desk.agent();
  const sync = () => agent.ask('/v1/sync', { json: { cursor: 0, commands: [] } });
  for (let synced = 0; synced < RATES.syncsOfAgent.most; synced += 1) expect((await sync()).status).toBe(200);
  expectLimited(await sync());
});

test('an agent copies no directory by searching: an hour and a day have limits too', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const search = () => agent.ask('/v1/people?search=re');
  const searchFor = async (minutes: number) => {
    let found = 0;
    for (let minute = 0; minute < minutes; minute += 1) {
      for (;;) {
        const answer = await search();
        if (answer.status !== 200) break;
        found += 1;
      }
      desk.clock.advance(MINUTE);
    }
    return found;
  };
  // in one hour twice the rate passes at most
  expect(await searchFor(60)).toBeLessThanOrEqual(2 * RATES.hourlySearchesOfAgent.most);
  expect(await searchFor(23 * 60)).toBeLessThanOrEqual(2 * RATES.dailySearchesOfAgent.most);
});

test('commands that are refused do not use up the rate of good ones', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const bad = () => ticketCommand({ categoryId: 'no-such-category' });
  for (let sent = 0; sent < 2 * RATES.ticketsOfAgent.most; sent += 20) {
    const verdicts = await agent.verdicts(...Array.from({ length: 20 }, bad));
    expect(new Set(verdicts.map((verdict) => verdict.split(' ')[0]))).toEqual(new Set(['refused']));
  }
  expect(await flood(agent, ticketCommand)).toBe(RATES.ticketsOfAgent.most);
  // and what is beyond the rate is held whatever it is, and writes nothing
  expect(await agent.verdicts(bad())).toEqual(['held too-many-requests']);
});

test('without a proxy, who writes X-Forwarded-For gains nothing', async () => {
  const json = { enrolmentKey: 'gk_nobody-made-this-key', secret: newSecret(), identity: newIdentity() };
  const tries = RATES.enrolmentsOfAddress.most + 1;
  const answers: Answer[] = [];
  for (let made = 0; made < tries; made += 1) {
    const headers = { 'x-forwarded-for': `198.51.100.${made}` };
    answers.push(
      await ask(`${desk.url}/v1/enrolments`, { json: { ...json, agentVersion: '0.1.0' }, headers }),
    );
  }
  expectLimited(answers.at(-1) ?? answers[0] ?? { status: 0, headers: new Headers(), body: null });
});

test('behind a proxy only what the proxy appended counts: neither a longer header nor a forged one helps', async () => {
  await desk.close();
  desk = await openTestServer({ environment: { TRUST_PROXY: 'true' } });
  let accounts = 0;
  // another account each time, so that only the address can be delayed
  const signIn = (forwarded: string) =>
    ask(`${desk.url}/v1/console/session`, {
      json: { email: `nobody-${accounts++}@contoso.example`, password: 'guess' },
      headers: { origin: desk.url, 'x-forwarded-for': forwarded },
    });
  let last = await signIn('203.0.113.9');
  for (let made = 0; made < RATES.signInsOfAddress.most; made += 1) {
    // the client wrote the first entries, the proxy the last
    last = await signIn(`198.51.100.${made}, 10.0.0.${made}, 203.0.113.9`);
  }
  expectLimited(last);
  expect(codeOf(await signIn('203.0.113.10'))).toBe('credentials-wrong');
});
