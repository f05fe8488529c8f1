// People: the search, suggestions by Windows user, and addresses decided by the directory.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { People } from '../../../contract/people.ts';
import { type FakeAgent, newIdentity } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { personOf } from '../../fakes/server/imports.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
beforeEach(async () => {
  desk = await openTestServer();
});
afterEach(() => desk.close());

async function find(agent: FakeAgent, search: string) {
  const answer = await agent.ask(`/v1/people?${new URLSearchParams({ search })}`);
  return People.parse(answer.body).people;
}

async function emailsOf(agent: FakeAgent, search: string): Promise<string[]> {
  return (await find(agent, search)).map(({ email }) => email.replace('@contoso.example', ''));
}

test('the search finds parts of name and address, in any order, ignoring case and accents', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  await desk.activeAgent('writer@contoso.example');
  const people = [
    personOf('elodie', { fullName: 'Élodie Bouchard', site: 'Campus nord' }),
    personOf('elod', { fullName: 'Élodie Tremblay' }),
    personOf('percent', { fullName: '100% Person_' }),
    personOf('requester'),
  ];
  await desk.runImport('directory', { people });
  expect(await find(agent, 'BOUCH elo')).toEqual([
    { email: 'elodie@contoso.example', fullName: 'Élodie Bouchard', site: 'Campus nord' },
  ]);
  expect(await emailsOf(agent, 'elodie')).toEqual(['elodie', 'elod']);
  expect(await emailsOf(agent, 'elodie@contoso')).toEqual(['elodie']);
  expect(await emailsOf(agent, '0% n_')).toEqual(['percent']);
  expect(await emailsOf(agent, '%_')).toEqual([]);
  expect(await emailsOf(agent, 'A requester writer@')).toEqual(['writer']);
  expect(await emailsOf(agent, 'requester@')).toEqual([]);
});

test('a person named on a ticket but missing in the directory is not found', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  await desk.alter(
    `INSERT INTO requester (id, organisation_id, email, full_name, created_at)
     SELECT 'r', id, 'named@contoso.example', 'Somebody named', created_at FROM organisation`,
  );
  expect(await emailsOf(agent, 'named')).toEqual([]);
});

test('people of another organisation are not found', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const administrator = await desk.administrator();
  await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
  await desk.runImport('directory', { people: [personOf('stranger')] }, 'Fabrikam');
  expect(await emailsOf(agent, 'stranger')).toEqual([]);
});

test('a search among ten thousand people is fast, and returns at most twenty', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const people = Array.from({ length: 10_000 }, (_, place) => personOf(`person${place}`));
  await desk.runImport('directory', { people });
  expect(await find(agent, 'person')).toHaveLength(20);
  expect(await emailsOf(agent, 'son9999 the')).toEqual(['person9999']);
  // CPU time, because elapsed time also counts other load of the machine
  const before = process.cpuUsage();
  await find(agent, 'nobody like this');
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(1000);
});

test('the search needs an active agent with an address, and is limited', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  expect(codeOf(await agent.ask('/v1/people?search=a'))).toBe('invalid-request');
  expect(codeOf(await (await desk.agent()).ask('/v1/people?search=abc'))).toBe('agent-not-active');
  expect(codeOf(await (await desk.activeAgent()).ask('/v1/people?search=abc'))).toBe('address-not-confirmed');
  for (let calls = 1; calls < 60; calls += 1) {
    expect((await agent.ask('/v1/people?search=abc')).status).toBe(200);
  }
  expect(codeOf(await agent.ask('/v1/people?search=abc'))).toBe('too-many-requests');
  const other = await desk.activeAgent('other@contoso.example');
  expect((await other.ask('/v1/people?search=abc')).status).toBe(200);
});

test.each([
  ['the same name', 'CONTOSO\\alice', null, 'alice'],
  ['the name in another case and another domain', 'fabrikam\\ALICE', null, 'alice'],
  ['the name with its domain, before the one without', 'LAB\\alice', null, 'labalice'],
  ['the principal name', 'CONTOSO\\unknown', 'Bob@contoso.example', 'bob'],
  ['the user name before the principal name', 'CONTOSO\\alice', 'bob@contoso.example', 'alice'],
])('the directory suggests the address of a Windows user by %s', async (_by, userName, upn, name) => {
  await desk.runImport('directory', {
    people: [
      personOf('alice', { userName: 'Alice', phone: '555-0101', site: 'North', room: 'B-204' }),
      personOf('labalice', { userName: 'lab\\alice' }),
      personOf('bob'),
    ],
  });
  const agent = await desk.activeAgent(null, { identity: newIdentity({ userName, upn }) });
  const details = name === 'alice' ? { phone: '555-0101', site: 'North', room: 'B-204' } : { phone: null };
  expect((await agent.sync()).standing.suggested).toMatchObject({
    email: `${name}@contoso.example`,
    fullName: `The ${name}`,
    ...details,
  });
});

test('an agent that is not active gets no suggestion', async () => {
  const identity = newIdentity({ userName: 'CONTOSO\\alice' });
  await desk.runImport('directory', { people: [personOf('alice', { userName: 'alice' })] });
  const agent = await desk.agent({ identity });
  expect((await agent.sync()).standing.suggested).toBeNull();
});

function send(agent: FakeAgent, email: string) {
  return agent.ask('/v1/confirmations/tokens', { json: { email, language: 'en' } });
}

test('a directory with Windows users lets nobody confirm another person’s address', async () => {
  const people = [
    personOf('alice', { userName: 'alice', email: 'alice@elsewhere.example' }),
    personOf('bob'),
  ];
  await desk.runImport('directory', { people });
  const agent = await desk.activeAgent(null, { identity: newIdentity({ userName: 'CONTOSO\\alice' }) });
  for (const email of ['bob@contoso.example', 'nobody@contoso.example', 'x@outside.example']) {
    expect(codeOf(await send(agent, email))).toBe('address-of-directory');
  }
  const unknown = await desk.activeAgent(null, { identity: newIdentity({ userName: 'CONTOSO\\mallory' }) });
  expect(codeOf(await send(unknown, 'alice@elsewhere.example'))).toBe('address-of-directory');
  expect(await desk.rows('SELECT id FROM confirmation_token')).toEqual([]);
  await desk.confirm(agent, 'alice@elsewhere.example');
  expect((await agent.sync()).standing.requester?.email).toBe('alice@elsewhere.example');
});

test('a token sent before the directory was imported does not confirm another person’s address', async () => {
  const agent = await desk.activeAgent(null, { identity: newIdentity({ userName: 'CONTOSO\\mallory' }) });
  await send(agent, 'alice@contoso.example');
  const token = await desk.mailedToken('alice@contoso.example');
  await desk.runImport('directory', { people: [personOf('alice', { userName: 'alice' })] });
  const json = { email: 'alice@contoso.example', fullName: 'Alice', token };
  expect(codeOf(await agent.ask('/v1/confirmations', { json }))).toBe('address-of-directory');
  expect(await desk.rows('SELECT id FROM requester')).toEqual([]);
});

test('a directory without Windows users does not restrict addresses', async () => {
  await desk.runImport('directory', { people: [personOf('alice')] });
  const agent = await desk.activeAgent();
  expect((await send(agent, 'bob@contoso.example')).status).toBe(202);
  expect(codeOf(await send(agent, 'bob@outside.example'))).toBe('address-outside-organisation');
});
