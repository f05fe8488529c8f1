// An agent leaves its computer, because its person or staff want it so.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DevicePage } from '../../../contract/console.ts';
import { DAY } from '../../../server/clock.ts';
import { type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import {
  ANYBODY,
  type FakeStaff,
  firstOrganisation,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';

let desk: TestServer;
let administrator: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
});
afterEach(() => desk.close());

const leave = (agent: FakeAgent) => agent.ask('/v1/agent', { method: 'DELETE' });
const syncOf = (agent: FakeAgent) =>
  agent.ask('/v1/sync', { json: { cursor: 0, commands: [], catalogueVersion: null } });
const change = (act: string, ...agents: FakeAgent[]) =>
  administrator.ask('/agents/state', { json: { act, selection: { agentIds: agents.map(({ id }) => id) } } });

async function rowOf({ id }: FakeAgent) {
  const devices = DevicePage.parse((await administrator.ask('/devices')).body).devices;
  return devices.flatMap(({ agents }) => agents).find((agent) => agent.id === id);
}

test('whoever leaves is unknown from then on, for every call, and is shown as gone', async () => {
  const agent = await desk.agent();
  await change('activate', agent);
  expect((await leave(agent)).status).toBe(204);
  expect(codeOf(await syncOf(agent))).toBe('agent-unknown');
  expect(codeOf(await leave(agent))).toBe('agent-unknown');
  expect((await agent.ask('/v1/events')).status).toBe(401);
  expect(await rowOf(agent)).toMatchObject({ state: 'retired', departure: 'left' });
});

test('nobody brings an agent back that has left', async () => {
  const agent = await desk.agent();
  await leave(agent);
  for (const act of ['activate', 'suspend', 'retire', 'erase']) {
    expect((await change(act, agent)).body).toEqual({ changed: 0, undecided: 0 });
  }
  expect(codeOf(await syncOf(agent))).toBe('agent-unknown');
});

test('the next person on a shared computer is admitted in advance, but not after a suspension', async () => {
  const { id } = await firstOrganisation(administrator);
  const json = { ...ANYBODY, admits: 10 };
  await administrator.ask(`/organisations/${id}/advance-activations`, { json });
  const first = await desk.agent();
  await leave(first);
  const { identity } = first;
  const second = await desk.agent({ identity });
  expect((await second.sync()).standing.state).toBe('active');
  await change('suspend', second);
  await leave(second);
  expect(await rowOf(second)).toMatchObject({ state: 'suspended', departure: 'left' });
  const third = await desk.agent({ identity });
  expect((await third.sync()).standing.state).toBe('waiting');
});

test('an agent whose data staff want deleted is answered so, until it has left', async () => {
  const agent = await desk.agent();
  await change('activate', agent);
  expect((await change('erase', agent)).body).toEqual({ changed: 1, undecided: 0 });
  expect(await rowOf(agent)).toMatchObject({ state: 'retired', departure: 'erase-asked' });
  const json = { cursor: 0, commands: [ticketCommand()], catalogueVersion: null };
  expect(codeOf(await agent.ask('/v1/sync', { json }))).toBe('leave-asked');
  expect(codeOf(await syncOf(agent))).toBe('leave-asked');
  expect((await leave(agent)).status).toBe(204);
  expect(codeOf(await syncOf(agent))).toBe('agent-unknown');
  expect(await rowOf(agent)).toMatchObject({ state: 'retired', departure: 'erased' });
});

test('a retired agent that leaves by itself was not asked to', async () => {
  const agent = await desk.agent();
  await change('retire', agent);
  expect((await leave(agent)).status).toBe(204);
  expect(await rowOf(agent)).toMatchObject({ state: 'retired', departure: 'left' });
});

test('an agent that was asked and never activated is not forgotten before it has called', async () => {
  const agent = await desk.agent();
  await change('erase', agent);
  desk.clock.advance(40 * DAY);
  expect(codeOf(await syncOf(agent))).toBe('leave-asked');
});

test('other agents learn nothing of it: a retired one is not asked to delete anything', async () => {
  const [agent, other] = [await desk.agent(), await desk.agent()];
  await change('erase', agent);
  await change('retire', other);
  expect((await other.sync()).standing.state).toBe('retired');
});

test('only an administrator asks for it, and the audit has who did what', async () => {
  const agent = await desk.agent();
  await change('erase', agent);
  await leave(agent);
  const sql =
    "SELECT act, staff_id, details FROM audit WHERE subject_id = ? AND act <> 'enrol' ORDER BY at, id";
  const rows = await desk.rows(sql, agent.id);
  expect(rows.map(({ act, staff_id }) => [act, staff_id !== null])).toEqual([
    ['erase', true],
    ['leave', false],
  ]);
  expect(JSON.parse(String(rows[1]?.details))).toEqual({ from: 'retired', to: 'retired', asked: true });
  const technician = await desk.technician();
  const json = { act: 'erase', selection: { agentIds: [agent.id] } };
  expect((await technician.ask('/agents/state', { json })).status).toBe(403);
});
