// Activation by IT: of some agents, of a whole organisation, and in advance.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DevicePage, Organisation } from '../../../contract/console.ts';
import { type FakeAgent, newIdentity } from '../../fakes/server/agent.ts';
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
let organisationId: string;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
  organisationId = (await firstOrganisation(administrator)).id;
});
afterEach(() => desk.close());

async function stateOf(agent: FakeAgent): Promise<string> {
  return (await agent.sync()).standing.state;
}

function change(act: string, selection: unknown) {
  return administrator.ask('/agents/state', { json: { act, selection } });
}

test('activating some agents leaves the others waiting', async () => {
  const [first, second, third] = [await desk.agent(), await desk.agent(), await desk.agent()];
  const changed = await change('activate', { agentIds: [first.id, second.id] });
  expect(changed.body).toEqual({ changed: 2, undecided: 0 });
  expect(await Promise.all([first, second, third].map(stateOf))).toEqual(['active', 'active', 'waiting']);
});

test('a whole organisation is activated, and a second activation changes nobody', async () => {
  const agents = [await desk.agent(), await desk.agent()];
  expect((await change('activate', { organisationId })).body).toEqual({ changed: 2, undecided: 0 });
  expect(await Promise.all(agents.map(stateOf))).toEqual(['active', 'active']);
  expect((await change('activate', { organisationId })).body).toEqual({ changed: 0, undecided: 0 });
});

test('each act changes only the states it applies to', async () => {
  const agent = await desk.agent();
  const steps = [
    ['suspend', 'suspended'],
    ['activate', 'active'],
    ['suspend', 'suspended'],
    ['retire', 'retired'],
    ['activate', 'retired'],
    ['suspend', 'retired'],
  ] as const;
  for (const [act, state] of steps) {
    await change(act, { agentIds: [agent.id] });
    expect(await stateOf(agent)).toBe(state);
  }
});

test('an unknown organisation is not found, and an unknown agent changes nothing', async () => {
  const nobody = '01900000-0000-7000-8000-000000000000';
  expect(codeOf(await change('activate', { organisationId: nobody }))).toBe('not-found');
  expect((await change('activate', { agentIds: [nobody] })).body).toEqual({ changed: 0, undecided: 0 });
});

test.each([
  ['everyone', { ...ANYBODY }, true],
  ['this host in another case', { ...ANYBODY, hostname: 'pc-advance' }, true],
  ['this user without the domain', { ...ANYBODY, userName: 'JDOE' }, true],
  ['this user with the domain', { ...ANYBODY, userName: 'contoso\\jdoe' }, true],
  ['this user on this host', { ...ANYBODY, hostname: 'PC-ADVANCE', userName: 'jdoe' }, true],
  ['the same name in another domain', { ...ANYBODY, userName: 'FABRIKAM\\jdoe' }, false],
  ['another host', { ...ANYBODY, hostname: 'PC-OTHER', userName: 'jdoe' }, false],
  ['another user', { ...ANYBODY, hostname: 'PC-ADVANCE', userName: 'nobody' }, false],
])('an advance activation for %s applies only to matching agents', async (_whom, activation, fits) => {
  await administrator.ask(`/organisations/${organisationId}/advance-activations`, { json: activation });
  const identity = newIdentity({ hostname: 'PC-Advance', userName: 'CONTOSO\\jdoe' });
  expect(await stateOf(await desk.agent({ identity }))).toBe(fits ? 'active' : 'waiting');
});

test('a removed advance activation activates nobody', async () => {
  const path = `/organisations/${organisationId}/advance-activations`;
  await administrator.ask(path, { json: ANYBODY });
  const organisation = await firstOrganisation(administrator);
  const id = organisation.advanceActivations[0]?.id;
  expect((await administrator.ask(`${path}/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect(codeOf(await administrator.ask(`${path}/${id}`, { method: 'DELETE' }))).toBe('not-found');
  expect(await stateOf(await desk.agent())).toBe('waiting');
});

test('the list of devices contains only those of the organisation', async () => {
  await desk.agent();
  const other = await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
  const otherId = Organisation.parse(other.body).id;
  const list = async (id: string) =>
    DevicePage.parse((await administrator.ask(`/devices?organisationId=${id}`)).body).devices;
  expect(await list(organisationId)).toHaveLength(1);
  expect(await list(otherId)).toHaveLength(0);
});
