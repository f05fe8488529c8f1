// Computers cloned from one disk: the same machine id, the same SID, other names, and one secret or two.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DevicePage } from '../../../contract/console.ts';
import { DAY, HOUR, MINUTE } from '../../../server/clock.ts';
import { type FakeAgent, newIdentity, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import {
  type FakeStaff,
  firstOrganisation,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';

const EMAIL = 'student@contoso.example';
const ONE = newIdentity({ hostname: 'LAB-01', machineId: 'cloned', userName: 'LAB\\student' });
const OTHER = { ...ONE, hostname: 'LAB-02' };

let desk: TestServer;
let administrator: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
});
afterEach(() => desk.close());

const devices = async () => DevicePage.parse((await administrator.ask('/devices')).body).devices;
const shown = async () =>
  (await devices())
    .map(({ hostname, clones, agents }) => ({ hostname, clones, states: agents.map(({ state }) => state) }))
    .sort((one, other) => one.hostname.localeCompare(other.hostname));
const standingOf = async (agent: FakeAgent) => {
  const { state, requester } = (await agent.sync()).standing;
  return [state, requester?.email ?? null];
};
const changes = () => desk.rows("SELECT act FROM audit WHERE act IN ('claim-identity', 'replace-agent')");

/** Calls as the computer of this name, with the secret of the agent. */
async function callAs(agent: FakeAgent, hostname: string): Promise<void> {
  const json = { cursor: 0, commands: [], hostname };
  expect((await agent.ask('/v1/sync', { json })).status).toBe(200);
}

const copiesOf = async ({ id }: FakeAgent) =>
  (await devices()).flatMap(({ agents }) => agents).find((agent) => agent.id === id)?.copies;

test('two cloned computers work at the same time, each with a device of its own that says so', async () => {
  const one = await desk.activeAgent(EMAIL, { identity: ONE });
  desk.clock.advance(HOUR);
  const other = await desk.agent({ identity: OTHER });
  expect(await standingOf(other)).toEqual(['waiting', null]);
  expect((await other.sync()).standing.mayReplace).toBe(false);
  desk.clock.advance(MINUTE);
  for (const agent of [one, other]) await agent.sync();
  // the one that waits is not believed by the list of the other
  expect(await shown()).toEqual([
    { hostname: 'LAB-01', clones: [], states: ['active'] },
    { hostname: 'LAB-02', clones: ['LAB-01'], states: ['waiting'] },
  ]);
  await desk.changeState('activate', [other]);
  for (let turn = 0; turn < 3; turn += 1)
    for (const { secret, identity } of [one, other]) await desk.agent({ identity, secret });
  expect(await standingOf(one)).toEqual(['active', EMAIL]);
  expect(await standingOf(other)).toEqual(['active', null]);
  expect(await one.verdicts(ticketCommand())).toEqual(['accepted']);
  expect((await other.sync()).tickets).toEqual([]);
  expect(await shown()).toEqual([
    { hostname: 'LAB-01', clones: ['LAB-02'], states: ['active'] },
    { hostname: 'LAB-02', clones: ['LAB-01'], states: ['active'] },
  ]);
  expect(await changes()).toEqual([]);
});

test('a whole class room of clones is activated at once', async () => {
  const room = [];
  for (let count = 1; count <= 5; count += 1)
    room.push(await desk.agent({ identity: { ...ONE, hostname: `LAB-${count}` } }));
  const { id: organisationId } = await firstOrganisation(administrator);
  const answer = await administrator.ask('/agents/state', {
    json: { act: 'activate', selection: { organisationId } },
  });
  expect(answer.body).toEqual({ changed: 5, undecided: 0 });
});

test('a reinstalled computer keeps its device, and its new agent replaces the former', async () => {
  const former = await desk.activeAgent(EMAIL, { identity: ONE });
  const reinstalled = await desk.agent({ identity: ONE });
  await desk.changeState('activate', [reinstalled]);
  expect(await standingOf(former)).toEqual(['retired', EMAIL]);
  expect(await shown()).toEqual([{ hostname: 'LAB-01', clones: [], states: ['active', 'retired'] }]);
});

test('a computer whose name changed is no clone of itself', async () => {
  const agent = await desk.activeAgent(EMAIL, { identity: ONE });
  desk.clock.advance(HOUR);
  // another user of it comes first, then the first one
  const colleague = { ...OTHER, sid: 'S-1-5-21-9', userName: 'LAB\\teacher' };
  const second = await desk.activeAgent(null, { identity: colleague });
  expect((await shown()).map(({ clones }) => clones)).toEqual([[], []]);
  await desk.agent({ identity: OTHER, secret: agent.secret });
  expect(await standingOf(agent)).toEqual(['active', EMAIL]);
  await desk.changeState('accept-name', [agent]);
  expect(await shown()).toEqual([{ hostname: 'LAB-02', clones: [], states: ['active', 'active'] }]);
  expect(await standingOf(second)).toEqual(['active', null]);
  // a third one finds it by its new name
  await desk.agent({ identity: { ...OTHER, sid: 'S-1-5-21-10' } });
  expect(await shown()).toHaveLength(1);
});

test('a claim of a cloned machine id replaces the agent of that name alone', async () => {
  const one = await desk.activeAgent(EMAIL, { identity: ONE });
  const other = await desk.activeAgent(null, { identity: OTHER });
  const moved = await desk.activeAgent(null, { identity: { ...OTHER, machineId: 'before' } });
  await desk.agent({ identity: OTHER, secret: moved.secret });
  const row = (await devices()).flatMap(({ agents }) => agents).find(({ id }) => id === moved.id);
  expect(row?.replaces).toBe(true);
  await desk.changeState('activate', [moved]);
  expect(await standingOf(other)).toEqual(['retired', null]);
  expect(await standingOf(one)).toEqual(['active', EMAIL]);
});

test('one secret on two computers is told once both have called, written once, and forgotten when one stops', async () => {
  const agent = await desk.activeAgent(EMAIL, { identity: ONE });
  await desk.agent({ identity: OTHER, secret: agent.secret });
  await callAs(agent, 'lab-02');
  expect(await copiesOf(agent)).toEqual([]);
  for (let turn = 0; turn < 3; turn += 1)
    for (const hostname of ['LAB-01', 'LAB-02', 'LAB-03']) {
      desk.clock.advance(MINUTE);
      await callAs(agent, hostname);
    }
  expect(await copiesOf(agent)).toEqual(['LAB-02', 'LAB-01']);
  expect(await changes()).toEqual([]);
  const before = new Date(desk.clock.now().getTime() - 15 * DAY).toISOString();
  await desk.alter('UPDATE agent SET copied_at = ?', before);
  expect(await copiesOf(agent)).toEqual([]);
});

test('a computer that was renamed and does not get to say so is no copy', async () => {
  const agent = await desk.activeAgent(EMAIL, { identity: ONE });
  await callAs(agent, 'LAB-01');
  for (let turn = 0; turn < 3; turn += 1) await callAs(agent, 'LAB-02');
  expect(await copiesOf(agent)).toEqual([]);
});

test('deleting the data of a copied agent gives each computer an agent of its own', async () => {
  const agent = await desk.activeAgent(EMAIL, { identity: OTHER });
  await desk.changeState('erase', [agent]);
  const answer = await agent.ask('/v1/sync', { json: { cursor: 0, commands: [] } });
  expect(codeOf(answer)).toBe('leave-asked');
  await agent.ask('/v1/agent', { method: 'DELETE' });
  const left = await enrolAgentOf(ONE, agent.secret);
  const anew = await enrolAgentOf(OTHER);
  expect(new Set([agent.id, left.id, anew.id]).size).toBe(3);
  expect((await shown()).map(({ hostname }) => hostname)).toEqual(['LAB-01', 'LAB-02']);
});

function enrolAgentOf(identity: typeof ONE, secret?: string): Promise<FakeAgent> {
  return desk.agent({ identity, ...(secret !== undefined && { secret }) });
}

test('a name that an agent says takes no place from anybody, also where all names are accepted at once', async () => {
  const holder = await desk.activeAgent('b@contoso.example', { identity: OTHER });
  const stranger = await desk.activeAgent(EMAIL, { identity: { ...OTHER, hostname: 'FREE-99' } });
  await desk.agent({ identity: OTHER, secret: stranger.secret });
  const { id } = await firstOrganisation(administrator);
  for (const selection of [{ organisationId: id }, { agentIds: [stranger.id] }]) {
    const { body } = await administrator.ask('/agents/state', { json: { act: 'accept-name', selection } });
    expect(body).toMatchObject({ changed: 0, undecided: 1 });
  }
  expect(await standingOf(holder)).toEqual(['active', 'b@contoso.example']);
});

test('a reinstalled clone goes to the device that has its name, not to one whose agent says it', async () => {
  const one = await desk.activeAgent(EMAIL, { identity: ONE });
  const other = await desk.activeAgent('b@contoso.example', { identity: OTHER });
  await desk.agent({ identity: OTHER, secret: one.secret });
  const reinstalled = await desk.agent({ identity: OTHER });
  await desk.changeState('activate', [reinstalled]);
  expect([(await standingOf(one))[0], (await standingOf(other))[0]]).toEqual(['active', 'retired']);
});
