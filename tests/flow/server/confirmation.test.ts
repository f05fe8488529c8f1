// Confirmation tokens: their lifetime, their rate limits, and what the answers reveal.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../server/clock.ts';
import { RATES } from '../../../server/limits/table.ts';
import type { FakeAgent } from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const EMAIL = 'requester@contoso.example';
let desk: TestServer;
let agent: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent();
});
afterEach(() => desk.close());

function send(email = EMAIL, by = agent) {
  return by.ask('/v1/confirmations/tokens', { json: { email, language: 'fr' } });
}

function confirm(token: string, { email = EMAIL, by = agent, fullName = 'A requester' } = {}) {
  return by.ask('/v1/confirmations', { json: { email, fullName, token } });
}

/** A well-formed token other than `token`. */
function wrongOf(token: string): string {
  return (token.startsWith('2') ? '3' : '2') + token.slice(1);
}

test('the right token links the agent to its requester, also in lower case with spaces', async () => {
  const sent = await send(' REQUESTER@contoso.example ');
  expect(sent.status).toBe(202);
  expect(sent.body).toEqual({ expiresAt: '2030-01-02T08:30:00.000Z', resendAfterSeconds: 60 });
  const token = await desk.mailedToken(EMAIL);
  const confirmed = await confirm(token.toLowerCase().replace('-', ' '));
  expect(confirmed.body).toEqual({ email: EMAIL, fullName: 'A requester' });
  expect((await agent.sync()).standing.requester).toEqual({ email: EMAIL, fullName: 'A requester' });
});

test('wrong tokens are counted, and the sixth try fails even with the right one', async () => {
  await send();
  const token = await desk.mailedToken(EMAIL);
  for (const triesLeft of [4, 3, 2, 1, 0]) {
    expect(failureOf(await confirm(wrongOf(token)))).toMatchObject({
      status: 422,
      code: 'token-wrong',
      details: { triesLeft },
    });
  }
  expect(codeOf(await confirm(token))).toBe('token-locked');
  expect((await agent.sync()).standing.requester).toBeNull();
});

test('a token expires after thirty minutes', async () => {
  await send();
  const token = await desk.mailedToken(EMAIL);
  desk.clock.advance(30 * MINUTE - 1);
  expect(codeOf(await confirm(wrongOf(token)))).toBe('token-wrong');
  desk.clock.advance(1);
  expect(codeOf(await confirm(token))).toBe('token-expired');
});

test('a token works only once', async () => {
  await send();
  const token = await desk.mailedToken(EMAIL);
  expect((await confirm(token)).status).toBe(200);
  expect(codeOf(await confirm(token))).toBe('token-used');
});

test('a token does not work on another agent or for another address', async () => {
  const other = await desk.activeAgent();
  await send();
  const token = await desk.mailedToken(EMAIL);
  expect(codeOf(await confirm(token, { by: other }))).toBe('token-not-sent');
  expect(codeOf(await confirm(token, { email: 'boss@contoso.example' }))).toBe('token-not-sent');
});

test('every token that has not expired works, and the first one used ends the others', async () => {
  await send();
  const former = await desk.mailedToken(EMAIL);
  desk.clock.advance(MINUTE);
  await send();
  const latter = await until(async () => {
    const token = await desk.mailedToken(EMAIL);
    return token === former ? undefined : token;
  });
  expect((await confirm(former)).status).toBe(200);
  expect(codeOf(await confirm(latter))).toBe('token-used');
});

test('a wrong token costs a try of each token that works', async () => {
  await send();
  const former = await desk.mailedToken(EMAIL);
  for (let tries = 0; tries < 4; tries += 1) await confirm(wrongOf(former));
  desk.clock.advance(MINUTE);
  await send();
  expect(failureOf(await confirm(wrongOf(former))).details).toEqual({ triesLeft: 4 });
  expect(codeOf(await confirm(former))).toBe('token-wrong');
});

test('TOKEN_LIFE_MINUTES sets how long a token works, and the mail says so', async () => {
  await desk.close();
  desk = await openTestServer({ environment: { TOKEN_LIFE_MINUTES: '1440' } });
  agent = await desk.activeAgent();
  await send();
  const token = await desk.mailedToken(EMAIL);
  expect((await desk.mails())[0]?.text).toMatch(/24\sheures/);
  desk.clock.advance(24 * HOUR - 1);
  expect((await confirm(token)).status).toBe(200);
});

test('the name in the directory wins over the typed one', async () => {
  const people = [{ email: EMAIL, fullName: 'Of the directory', userName: agent.identity.userName }];
  await desk.runImport('directory', { people });
  await send();
  const confirmed = await confirm(await desk.mailedToken(EMAIL), { fullName: 'The director' });
  expect(confirmed.body).toEqual({ email: EMAIL, fullName: 'Of the directory' });
  expect((await agent.sync()).standing.requester?.fullName).toBe('Of the directory');
});

test.each(['A\u202eB', 'A\u0000B', 'A\nB', 'A\u2066B', 'A\u200fB'])(
  'a name with a control or bidirectional character is refused: %j',
  async (fullName) => {
    await send();
    const answer = await confirm(await desk.mailedToken(EMAIL), { fullName });
    expect(codeOf(answer)).toBe('invalid-request');
  },
);

test('a name that was pasted with an invisible character is stored without it', async () => {
  await send();
  const answer = await confirm(await desk.mailedToken(EMAIL), { fullName: 'A\u200b requester\ufeff' });
  expect(answer.body).toEqual({ email: EMAIL, fullName: 'A requester' });
});

test('token requests and confirmations are audited, without the token', async () => {
  await send();
  const token = await desk.mailedToken(EMAIL);
  await confirm(token);
  const entries = await desk.rows(
    "SELECT act, subject_id, details FROM audit WHERE act IN ('send-token', 'confirm-address')",
  );
  expect(entries).toMatchObject([
    { act: 'send-token', subject_id: agent.id },
    { act: 'confirm-address', subject_id: agent.id },
  ]);
  expect(JSON.stringify(entries)).not.toContain(token.replace('-', ''));
});

async function refusals(): Promise<unknown[]> {
  const rows = await desk.rows(
    "SELECT subject_id, details FROM audit WHERE act = 'refuse-confirmation' ORDER BY id",
  );
  expect(rows.every(({ subject_id: id }) => id === agent.id)).toBe(true);
  return rows.map(({ details }) => JSON.parse(String(details)));
}

test('each wrong token is audited, and so is that a token is locked, without what was typed', async () => {
  await send();
  const token = await desk.mailedToken(EMAIL);
  for (let tries = 0; tries < 5; tries += 1) await confirm(wrongOf(token));
  await confirm(token);
  const wrong = { code: 'token-wrong', ip: '127.0.0.1', email: EMAIL };
  expect(await refusals()).toEqual([
    ...[4, 3, 2, 1, 0].map((triesLeft) => ({ ...wrong, triesLeft })),
    { ...wrong, code: 'token-locked', triesLeft: null },
  ]);
  const stored = JSON.stringify(await desk.rows('SELECT * FROM audit'));
  for (const typed of [token, wrongOf(token)]) expect(stored).not.toContain(typed.replace('-', ''));
});

test('nobody fills the audit with refusals, or hides wrong tokens behind them', async () => {
  for (let count = 0; count < 30; count += 1) await confirm('AAAA-AAAA');
  expect(await refusals()).toHaveLength(10);
  await send();
  await confirm(wrongOf(await desk.mailedToken(EMAIL)));
  expect((await refusals()).at(-1)).toMatchObject({ code: 'token-wrong', triesLeft: 4 });
  await desk.changeState('suspend', [agent]);
  desk.clock.advance(HOUR);
  await confirm('AAAA-AAAA');
  expect((await refusals()).at(-1)).toMatchObject({ code: 'agent-suspended' });
});

test('an address outside the domains of the organisation gets no mail', async () => {
  expect(failureOf(await send('requester@elsewhere.example'))).toMatchObject({
    status: 422,
    code: 'address-outside-organisation',
  });
  expect(codeOf(await send('requester@contoso.example.evil.example'))).toBe('address-outside-organisation');
  expect(await desk.rows('SELECT * FROM confirmation_token')).toHaveLength(0);
});

test('a second token for the same address is refused for 60 seconds', async () => {
  await send();
  desk.clock.advance(20 * SECOND);
  expect(failureOf(await send())).toMatchObject({
    status: 429,
    code: 'token-too-soon',
    details: { retryAfterSeconds: 40 },
  });
  desk.clock.advance(40 * SECOND);
  expect((await send()).status).toBe(202);
});

test('a sixth token within the hour is refused until the first of the five is an hour old', async () => {
  for (let sent = 0; sent < 5; sent += 1) {
    expect((await send()).status).toBe(202);
    desk.clock.advance(MINUTE);
  }
  expect(failureOf(await send())).toMatchObject({
    code: 'token-limit',
    details: { retryAfterSeconds: 55 * 60 },
  });
  // the limit also holds for another address and for another agent
  expect(codeOf(await send('other@contoso.example'))).toBe('token-limit');
  expect(codeOf(await send(EMAIL, await desk.activeAgent()))).toBe('token-limit');
  desk.clock.advance(HOUR - 5 * MINUTE + 1);
  expect((await send()).status).toBe(202);
});

test.each([
  ['email', 5],
  ['agent_id', 5],
  ['device_id', 100],
  ['ip', 100],
])('the hourly limit applies to %s alone, at %i', async (limited, most) => {
  await send();
  const columns = 'agent_id, device_id, ip, email, token_hash, tries_left, sent_at, expires_at';
  for (let sent = 1; sent < most; sent += 1) {
    const copy = `INSERT INTO confirmation_token (id, ${columns}) SELECT ?, ${columns} FROM confirmation_token LIMIT 1`;
    await desk.alter(copy, randomUUID());
  }
  await desk.activeAgent();
  desk.clock.advance(MINUTE);
  const elsewhere = {
    email: 'elsewhere@contoso.example',
    agent_id: (await desk.rows('SELECT id FROM agent ORDER BY id')).at(-1)?.id,
    device_id: (await desk.rows('SELECT id FROM device ORDER BY id')).at(-1)?.id,
    ip: '192.0.2.1',
  };
  const move = async (column: string, value: unknown) =>
    await desk.alter(`UPDATE confirmation_token SET ${column} = ?`, value);
  for (const [column, value] of Object.entries(elsewhere)) if (column !== limited) await move(column, value);
  expect(codeOf(await send())).toBe('token-limit');
  for (const [column, value] of Object.entries(elsewhere)) if (column === limited) await move(column, value);
  expect((await send()).status).toBe(202);
});

test('agents that nobody accepted cannot keep accepted ones from a token, whatever they ask for', async () => {
  await desk.confirm(agent, EMAIL);
  desk.clock.advance(HOUR);
  // strangers who hold the enrolment key claim the place of the agent, which lets them ask for tokens
  const strangers = await Promise.all(
    Array.from({ length: 25 }, () => desk.agent({ identity: agent.identity })),
  );
  const outcomes: string[] = [];
  for (const stranger of strangers) {
    for (let made = 0; made < 6; made += 1) {
      const email = made === 0 ? EMAIL : `somebody-${made}@contoso.example`;
      outcomes.push(codeOf(await send(email, stranger)));
    }
  }
  expect(outcomes).toContain('token-limit');
  expect(outcomes.filter((outcome, index) => index % 6 === 0 && outcome === 'status 202')).toHaveLength(2);
  expect((await send()).status).toBe(202);
  const colleague = await desk.activeAgent(null, {
    identity: { ...agent.identity, sid: 'S-1-5-21-1-2-3-9999', userName: 'CONTOSO\\colleague' },
  });
  expect((await send('somebody-1@contoso.example', colleague)).status).toBe(202);
});

test('leaving and enrolling again gives no more tokens, nor more tries', async () => {
  await desk.confirm(agent, EMAIL);
  desk.clock.advance(HOUR);
  const outcomes: string[] = [];
  for (let tries = 0; tries < 10; tries += 1) {
    const stranger = await desk.agent({ identity: agent.identity });
    outcomes.push(codeOf(await send(EMAIL, stranger)));
    await stranger.ask('/v1/agent', { method: 'DELETE' });
    desk.clock.advance(MINUTE);
  }
  expect(outcomes.filter((outcome) => outcome === 'status 202')).toHaveLength(2);
});

test('a token is worthless once its agent claims to be somebody else, also after staff accept that', async () => {
  await send();
  const token = await desk.mailedToken(EMAIL);
  const identity = { ...agent.identity, userName: 'CONTOSO\\director' };
  await desk.agent({ identity, secret: agent.secret });
  await desk.changeState('activate', [agent]);
  expect(codeOf(await confirm(token))).toBe('token-used');
  expect((await agent.sync()).standing.requester).toBeNull();
});

test('a token is worthless for an address that the organisation does not admit any more', async () => {
  await send();
  const token = await desk.mailedToken(EMAIL);
  await desk.alter('UPDATE organisation SET email_domains = \'["fabrikam.example"]\'');
  expect(codeOf(await confirm(token))).toBe('address-outside-organisation');
});

test('who has the address already is kept from a token by no other agent', async () => {
  await desk.confirm(agent, EMAIL);
  desk.clock.advance(HOUR);
  const other = await desk.activeAgent();
  for (let sent = 0; sent < 5; sent += 1) {
    expect((await send(EMAIL, other)).status).toBe(202);
    desk.clock.advance(MINUTE);
  }
  expect(codeOf(await send(EMAIL, other))).toBe('token-limit');
  for (let sent = 0; sent < 5; sent += 1) {
    expect((await send()).status).toBe(202);
    desk.clock.advance(MINUTE);
  }
  expect(codeOf(await send())).toBe('token-limit');
});

test('an agent cannot try tokens without end', async () => {
  const codes: string[] = [];
  for (let tries = 0; tries <= RATES.confirmationsOfAgent.most; tries += 1)
    codes.push(codeOf(await confirm('22222222')));
  expect(codes[0]).toBe('token-not-sent');
  expect(codes.at(-1)).toBe('too-many-requests');
});

test('the response does not reveal whether an address is known', async () => {
  await desk.confirm(agent, EMAIL);
  const other = await desk.activeAgent();
  const known = await send(EMAIL, other);
  const unknown = await send('nobody@contoso.example', other);
  expect(known).toMatchObject({ status: 202, body: unknown.body });
});

test('an agent that is not active can neither request a token nor use one', async () => {
  await send();
  const token = await desk.mailedToken(EMAIL);
  await desk.changeState('suspend', [agent]);
  expect(codeOf(await confirm(token))).toBe('agent-suspended');
  expect(codeOf(await send())).toBe('agent-suspended');
  expect(codeOf(await send(EMAIL, await desk.agent()))).toBe('agent-not-active');
  await desk.changeState('retire', [agent]);
  expect(codeOf(await send())).toBe('agent-retired');
});

test('the database does not contain the token', async () => {
  await send();
  const token = (await desk.mailedToken(EMAIL)).replace('-', '');
  expect(JSON.stringify(await desk.rows('SELECT * FROM confirmation_token'))).not.toContain(token);
});

test('two agents with one address are one requester, with the latest name', async () => {
  await desk.confirm(agent, EMAIL, 'A requester R.');
  const second = await desk.activeAgent();
  await desk.confirm(second, EMAIL, 'A requester');
  expect(await desk.rows('SELECT email, full_name FROM requester')).toEqual([
    { email: EMAIL, full_name: 'A requester' },
  ]);
  expect((await agent.sync()).standing.requester?.fullName).toBe('A requester');
});

test.each([
  ['true', '198.51.100.7'],
  ['false', '127.0.0.1'],
])(
  'with TRUST_PROXY=%s a token counts for %s, whatever the client sends in X-Forwarded-For',
  async (trust, ip) => {
    await desk.close();
    desk = await openTestServer({ environment: { TRUST_PROXY: trust } });
    agent = await desk.activeAgent();
    const sent = await agent.ask('/v1/confirmations/tokens', {
      json: { email: EMAIL, language: 'en' },
      headers: { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' },
    });
    expect(sent.status).toBe(202);
    expect(await desk.rows('SELECT ip FROM confirmation_token')).toEqual([{ ip }]);
  },
);
