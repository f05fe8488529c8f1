// The list of devices as the console reads it: pages, filters and numbers, and acts on all that match.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AgentCounts, type ChangedAgents, DevicePage } from '../../../contract/console.ts';
import { MINUTE } from '../../../server/clock.ts';
import { type FakeAgent, newIdentity } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
let administrator: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
});
afterEach(() => desk.close());

async function list(query: Record<string, string> = {}): Promise<DevicePage> {
  return DevicePage.parse((await administrator.ask(`/devices?${new URLSearchParams(query)}`)).body);
}

async function found(query: Record<string, string>): Promise<string[]> {
  const { devices } = await list(query);
  return devices.flatMap(({ hostname, agents }) => agents.map(({ userName }) => `${hostname} ${userName}`));
}

async function counts(query: Record<string, string> = {}): Promise<AgentCounts> {
  return AgentCounts.parse((await administrator.ask(`/agents/counts?${new URLSearchParams(query)}`)).body);
}

async function change(act: string, selection: unknown) {
  return administrator.ask('/agents/state', { json: { act, selection } });
}

function agentOn(hostname: string, userName: string): Promise<FakeAgent> {
  return desk.agent({ identity: newIdentity({ hostname, userName, machineId: hostname }) });
}

/** Adds waiting agents to the database, each on its own device. */
async function addMany(count: number): Promise<void> {
  await desk.alter(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
     INSERT INTO device (id, organisation_id, machine_id, hostname, host_key, created_at)
     SELECT '01900000-0000-7000-9000-' || substr('000000000000' || i, length('' || i) + 1), (SELECT id FROM organisation), 'm' || i,
       'LAB-' || substr('00000' || i, length('' || i) + 1), 'lab-' || substr('00000' || i, length('' || i) + 1), '2030-01-02T08:00:00.000Z' FROM n`,
    count,
  );
  await desk.alter(
    `INSERT INTO agent (id, device_id, sid, user_name, name_key, hostname, os, agent_version, secret_hash, state, enrolled_at,
       last_seen_at)
     SELECT replace(id, '-9000-', '-8000-'), id, 'S', 'pupil', 'pupil', hostname, 'Windows', '1', id, 'waiting', created_at,
       created_at FROM device WHERE host_key LIKE 'lab-%'`,
  );
}

test('devices with a waiting user come first, then all by host name, a waiting user first', async () => {
  await desk.changeState('activate', [await agentOn('ALPHA', 'one'), await agentOn('bravo', 'two')]);
  await agentOn('Charlie', 'three');
  const delta = await agentOn('DELTA', 'a');
  await desk.changeState('activate', [delta]);
  await agentOn('DELTA', 'b');
  expect(await found({})).toEqual(['Charlie three', 'DELTA b', 'DELTA a', 'ALPHA one', 'bravo two']);
});

test('a search finds host names, user names, and the people by name or address', async () => {
  const agent = await agentOn('ÉCOLE-01', 'CONTOSO\\jdupont');
  await desk.changeState('activate', [agent]);
  await desk.confirm(agent, 'jean.dupont@contoso.example', 'Jean Dupont-Léger');
  await agentOn('ÉCOLE-01', 'CONTOSO\\other');
  await agentOn('LIBRARY-01', 'CONTOSO\\reader');
  const both = ['ÉCOLE-01 CONTOSO\\other', 'ÉCOLE-01 CONTOSO\\jdupont'];
  for (const search of ['ecole', 'École', 'COLE-0', 'ecole 01'])
    expect(await found({ search }), search).toEqual(both);
  for (const search of ['jdup', 'leger', 'LÉGER jean', 'dupont@contoso'])
    expect(await found({ search }), search).toEqual(['ÉCOLE-01 CONTOSO\\jdupont']);
  for (const search of ['%', '_', 'ecole reader', 'nobody'])
    expect(await found({ search }), search).toEqual([]);
  expect(await found({ search: 'ecole', state: 'waiting' })).toEqual(['ÉCOLE-01 CONTOSO\\other']);
  expect(await counts({ search: 'ecole' })).toEqual({ waiting: 1, active: 1, suspended: 0, retired: 0 });
});

test('a new name is found at once: of a person, and of a device when it is accepted', async () => {
  const agent = await agentOn('OLD-1', 'CONTOSO\\one');
  await desk.changeState('activate', [agent]);
  await desk.confirm(agent, 'one@contoso.example', 'Anne Martin');
  // a second token is mailed a minute later at the earliest
  desk.clock.advance(2 * MINUTE);
  await desk.confirm(agent, 'one@contoso.example', 'Anne Nadeau');
  expect([await found({ search: 'martin' }), (await found({ search: 'nadeau' })).length]).toEqual([[], 1]);
  await desk.agent({ identity: { ...agent.identity, hostname: 'NEW-1' }, secret: agent.secret });
  await desk.changeState('accept-name', [agent]);
  expect([await found({ search: 'old' }), (await found({ search: 'new-1' })).length]).toEqual([[], 1]);
});

test('the pages of devices contain each device once', async () => {
  await addMany(120);
  await desk.changeState('activate', [await agentOn('AAA', 'one')]);
  const query = { state: 'waiting' };
  for (const [filter, sizes] of [
    [{}, [50, 50, 21]],
    [query, [50, 50, 20]],
    [{ search: 'lab-00' }, [50, 50, 20]],
  ] as const) {
    const pages = [await list(filter)];
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
      pages.push(await list({ ...filter, after: next }));
    expect(pages.map(({ devices }) => devices.length)).toEqual(sizes);
    const names = pages.flatMap(({ devices }) => devices.map(({ hostname }) => hostname));
    expect(new Set(names).size).toBe(names.length);
    expect(names.slice(0, 120)).toEqual(names.slice(0, 120).toSorted());
  }
  expect((await list({ after: 'nowhere' })).devices[0]?.hostname).toBe('LAB-00001');
});

test('all that match are activated a thousand a request, but none that claims something', async () => {
  await addMany(1200);
  await desk.alter("UPDATE agent SET claimed_proof = ? WHERE hostname = 'LAB-00007'", JSON.stringify(CLAIM));
  const other = await agentOn('OFFICE-1', 'one');
  const matching = { search: 'lab' };
  const first = (await change('activate', { matching })).body as ChangedAgents;
  expect(first).toMatchObject({ changed: 999, undecided: 1 });
  expect(await counts()).toEqual({ waiting: 202, active: 999, suspended: 0, retired: 0 });
  const second = await change('activate', { matching, after: first.next });
  expect(second.body).toEqual({ changed: 200, undecided: 0 });
  expect(await counts()).toEqual({ waiting: 2, active: 1199, suspended: 0, retired: 0 });
  expect((await other.sync()).standing.state).toBe('waiting');
  expect(await desk.rows("SELECT count(*) AS n FROM audit WHERE act = 'activate'")).toEqual([{ n: 1199 }]);
  expect((await change('suspend', { matching: { state: 'active', search: 'lab-00001' } })).body).toEqual({
    changed: 1,
    undecided: 0,
  });
});

const CLAIM = {
  organisationId: 'o',
  issuer: 'https://id.contoso.example',
  subject: 'bob',
  email: 'bob@contoso.example',
  from: 'nobody',
  requesterId: null,
  holder: null,
  mayReturn: false,
};

test('what cannot be undone is done only to agents that were chosen', async () => {
  await agentOn('ALPHA', 'one');
  for (const act of ['retire', 'erase', 'accept-name'])
    expect(codeOf(await change(act, { matching: { search: 'alpha' } }))).toBe('invalid-request');
  expect(await counts()).toEqual({ waiting: 1, active: 0, suspended: 0, retired: 0 });
});
