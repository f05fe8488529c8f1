// What the holder of an enrolment key can claim: nothing of it takes another's place, name, activation or address.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AgentRow, CreatedEnrolmentKey, DevicePage, Organisation } from '../../../contract/console.ts';
import { DAY, HOUR } from '../../../server/clock.ts';
import {
  commentCommand,
  enrolAgent,
  type FakeAgent,
  type FakeIdentity,
  newIdentity,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { listen } from '../../fakes/server/event-listener.ts';
import {
  ANYBODY,
  type FakeStaff,
  firstOrganisation,
  NO_LIMITS,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const EMAIL = 'requester@contoso.example';
const STRANGER = 'stranger@contoso.example';
let desk: TestServer;
let administrator: FakeStaff;
let organisationId: string;
beforeEach(async () => {
  desk = await openTestServer();
  administrator = await desk.administrator();
  organisationId = (await firstOrganisation(administrator)).id;
});
afterEach(() => desk.close());

async function devices(): Promise<DevicePage['devices']> {
  return DevicePage.parse((await administrator.ask('/devices')).body).devices;
}

async function rowOf({ id }: FakeAgent): Promise<AgentRow | undefined> {
  return (await devices()).flatMap(({ agents }) => agents).find((agent) => agent.id === id);
}

async function standingOf(agent: FakeAgent) {
  return (await agent.sync()).standing;
}

function enrolAs(agent: FakeAgent, identity: Partial<FakeIdentity>): Promise<FakeAgent> {
  return desk.agent({ identity: { ...agent.identity, ...identity }, secret: agent.secret });
}

async function acts(act: string): Promise<Record<string, unknown>[]> {
  return await desk.rows(
    'SELECT staff_id, subject_id, details FROM audit WHERE act = ? ORDER BY at, id',
    act,
  );
}

async function activateInAdvance(activation: Partial<typeof ANYBODY>): Promise<void> {
  const json = { ...ANYBODY, ...activation };
  const added = await administrator.ask(`/organisations/${organisationId}/advance-activations`, { json });
  expect(added.status).toBe(200);
}

async function newKey(limits: Partial<typeof NO_LIMITS>, ofOrganisation = organisationId): Promise<string> {
  const json = { ...NO_LIMITS, ...limits };
  const made = await administrator.ask(`/organisations/${ofOrganisation}/enrolment-keys`, { json });
  return CreatedEnrolmentKey.parse(made.body).key;
}

/** The user's agent, and a second one that claims the same Windows user of the same device. */
async function twoAgents(): Promise<{ own: FakeAgent; other: FakeAgent }> {
  const own = await desk.activeAgent(EMAIL);
  return { own, other: await desk.agent({ identity: own.identity }) };
}

test('another secret for a known user of a known device is a second agent, and the first works on', async () => {
  const { own, other } = await twoAgents();
  expect(other.id).not.toBe(own.id);
  expect(await standingOf(other)).toMatchObject({ state: 'waiting', requester: null, suggested: null });
  expect(await own.verdicts(ticketCommand())).toEqual(['accepted']);
  expect(await other.verdicts(ticketCommand())).toEqual(['held agent-not-active']);
  expect(await rowOf(other)).toMatchObject({ replaces: true });
  expect(await rowOf(own)).toMatchObject({ replaces: false, state: 'active', email: EMAIL });
});

test('staff decide: the activated agent replaces the first, whose stream ends, and confirms its own address', async () => {
  const { own, other } = await twoAgents();
  const stream = await listen(`${desk.url}/v1/events`, own.authorization());
  await desk.changeState('activate', [other]);
  await until(() => stream.ended(), 'the stream of the retired agent ends');
  expect(await standingOf(own)).toMatchObject({ state: 'retired' });
  expect(await standingOf(other)).toMatchObject({ state: 'active', requester: null });
  expect(await acts('replace-agent')).toMatchObject([{ subject_id: own.id }]);
});

test('activating a whole organisation leaves out whoever claims a place or another identity', async () => {
  const { own, other } = await twoAgents();
  const renamed = await desk.activeAgent();
  await enrolAs(renamed, { userName: 'CONTOSO\\director' });
  const waiting = await desk.agent();
  const json = { act: 'activate', selection: { organisationId } };
  const changed = await administrator.ask('/agents/state', { json });
  expect(changed.body).toEqual({ changed: 1, undecided: 2 });
  expect((await standingOf(waiting)).state).toBe('active');
  expect((await standingOf(own)).state).toBe('active');
  expect((await standingOf(other)).state).toBe('waiting');
});

test.each([
  ['activate', { userName: 'CONTOSO\\director' }],
  ['activate', { sid: 'S-1-5-21-9-9-9-500' }],
  ['accept-name', { hostname: 'PC-DIRECTOR' }],
] as const)('%s accepts nothing that was claimed after staff looked', async (act, later) => {
  const agent = act === 'activate' ? await desk.agent() : await desk.activeAgent();
  await enrolAs(agent, { hostname: 'PC-SHOWN' });
  const shown = (await rowOf(agent))?.revision ?? '';
  await enrolAs(agent, { hostname: 'PC-SHOWN', ...later });
  const decide = (revision = '') => {
    const selection = { agentIds: [agent.id], revisions: { [agent.id]: revision } };
    return administrator.ask('/agents/state', { json: { act, selection } });
  };
  expect((await decide(shown)).body).toEqual({ changed: 0, undecided: 1 });
  expect((await decide((await rowOf(agent))?.revision)).body).toEqual({ changed: 1, undecided: 0 });
});

test('two waiting agents of one Windows user are decided one by one', async () => {
  const identity = newIdentity();
  const [first, second] = [await desk.agent({ identity }), await desk.agent({ identity })];
  const agentIds = [first.id, second.id];
  for (const selection of [{ organisationId }, { agentIds }]) {
    const decided = await administrator.ask('/agents/state', { json: { act: 'activate', selection } });
    expect(decided.body).toEqual({ changed: 0, undecided: 2 });
  }
  await desk.changeState('activate', [first]);
  expect(await rowOf(second)).toMatchObject({ replaces: true });
  await desk.changeState('activate', [second]);
  expect((await standingOf(second)).state).toBe('active');
  expect((await standingOf(first)).state).toBe('retired');
});

test('the console says that an activation retires another agent, also a suspended one or one elsewhere', async () => {
  const [suspended, elsewhere] = [await desk.activeAgent(), await desk.activeAgent()];
  await desk.changeState('suspend', [suspended]);
  const again = await desk.agent({ identity: suspended.identity });
  const { machineId, hostname, sid } = elsewhere.identity;
  const claiming = await desk.activeAgent();
  await enrolAs(claiming, { machineId, hostname, sid });
  for (const agent of [again, claiming]) expect(await rowOf(agent)).toMatchObject({ replaces: true });
  for (const agent of [suspended, elsewhere]) expect(await rowOf(agent)).toMatchObject({ replaces: false });
});

test('an agent that moves to another organisation uses its key once, however often it introduces itself', async () => {
  const agent = await desk.activeAgent();
  const json = { name: 'Fabrikam', emailDomains: [] };
  const { id } = Organisation.parse((await administrator.ask('/organisations', { json })).body);
  const key = await newKey({ mostUses: 1 }, id);
  const { identity, secret } = agent;
  for (const os of ['Windows 11', 'Windows 12'])
    await enrolAgent(desk.url, key, { identity: { ...identity, os }, secret });
  await expect(enrolAgent(desk.url, key, {})).rejects.toThrow('enrolment-key-used-up');
});

test('the token mailed to the confirmed address lets the second agent take over, without staff', async () => {
  const { own, other } = await twoAgents();
  expect(await standingOf(other)).toMatchObject({ state: 'waiting', mayReplace: true, mayReturn: false });
  await desk.confirm(other, EMAIL);
  expect(await standingOf(other)).toMatchObject({ state: 'active', requester: { email: EMAIL } });
  expect((await standingOf(own)).state).toBe('retired');
  expect(await acts('confirm-address')).toHaveLength(2);
  expect(await acts('replace-agent')).toMatchObject([{ staff_id: null, subject_id: own.id }]);
});

test('a second agent learns nothing about the address of the first, and gets no mail elsewhere', async () => {
  const { other } = await twoAgents();
  const asked = (email: string) => other.ask('/v1/confirmations/tokens', { json: { email, language: 'en' } });
  const mailed = async () => (await desk.mails()).map(({ to }) => to);
  const before = await mailed();
  const unknown = await asked(STRANGER);
  const outside = await asked('outside@elsewhere.example');
  const known = await asked(EMAIL);
  expect(known.status).toBe(202);
  expect(unknown).toMatchObject({ status: 202, body: known.body });
  expect(outside).toMatchObject({ status: 202, body: known.body });
  await until(async () => (await mailed()).length > before.length, 'the mail arrives');
  expect(await mailed()).toEqual([EMAIL, ...before]);
});

test.each([
  ['user name', { userName: 'CONTOSO\\director' }],
  ['UPN', { upn: 'director@contoso.example' }],
])('a second agent under another %s waits for staff, whatever address it proves', async (_what, change) => {
  const own = await desk.activeAgent(EMAIL);
  const other = await desk.agent({ identity: { ...own.identity, ...change } });
  expect((await standingOf(other)).mayReplace).toBe(false);
  const json = { email: EMAIL, language: 'en' };
  expect(codeOf(await other.ask('/v1/confirmations/tokens', { json }))).toBe('agent-not-active');
  expect(await rowOf(other)).toMatchObject({ replaces: true });
});

test('a second agent may not take over from an agent without a confirmed address, nor from a suspended one', async () => {
  const unconfirmed = await desk.activeAgent();
  const first = await desk.agent({ identity: unconfirmed.identity });
  const { own, other } = await twoAgents();
  await desk.changeState('suspend', [own]);
  for (const agent of [first, other]) {
    expect((await standingOf(agent)).mayReplace).toBe(false);
    const json = { email: EMAIL, language: 'en' };
    expect(codeOf(await agent.ask('/v1/confirmations/tokens', { json }))).toBe('agent-not-active');
  }
});

test.each([
  ['user name', { userName: 'CONTOSO\\director' }],
  ['UPN', { upn: 'director@contoso.example' }],
  ['Windows user', { sid: 'S-1-5-21-9-9-9-500' }],
  ['machine', { machineId: 'another-machine' }],
] as const)(
  'an agent that claims another %s waits, and confirms its address again',
  async (_what, change) => {
    const agent = await desk.activeAgent(EMAIL, { identity: newIdentity({ upn: 'own@contoso.example' }) });
    const again = await enrolAs(agent, change);
    expect(again.id).toBe(agent.id);
    expect(await standingOf(agent)).toMatchObject({ state: 'waiting', requester: null, suggested: null });
    expect(await agent.verdicts(ticketCommand())).toEqual(['held agent-not-active']);
    const [what, to] = Object.entries(change)[0] ?? [];
    const from = agent.identity[what as keyof FakeIdentity];
    expect((await rowOf(agent))?.claims).toEqual([{ what, from, to }]);
    expect(await acts('claim-identity')).toMatchObject([{ staff_id: null, subject_id: agent.id }]);
    await desk.changeState('activate', [agent]);
    expect(await standingOf(agent)).toMatchObject({ state: 'active', requester: null });
    expect((await rowOf(agent))?.claims).toEqual([]);
  },
);

test('an agent that claims another organisation moves there only when staff activate it', async () => {
  const agent = await desk.activeAgent(EMAIL);
  const json = { name: 'Fabrikam', emailDomains: [] };
  const { id } = Organisation.parse((await administrator.ask('/organisations', { json })).body);
  await enrolAgent(desk.url, await newKey({}, id), { identity: agent.identity, secret: agent.secret });
  expect(await standingOf(agent)).toMatchObject({
    organisation: 'Contoso',
    state: 'waiting',
    requester: null,
  });
  expect((await rowOf(agent))?.claims).toEqual([{ what: 'organisation', from: 'Contoso', to: 'Fabrikam' }]);
  await desk.changeState('activate', [agent]);
  expect(await standingOf(agent)).toMatchObject({ organisation: 'Fabrikam', state: 'active' });
  expect(await agent.verdicts(commentCommand(ticketCommand().key))).toEqual(['held address-not-confirmed']);
});

test('an agent that claims another user of the device is no second agent of theirs', async () => {
  const victim = await desk.activeAgent(EMAIL);
  const colleague = await desk.activeAgent(STRANGER, {
    identity: newIdentity({ machineId: victim.identity.machineId }),
  });
  await enrolAs(colleague, { sid: victim.identity.sid, userName: victim.identity.userName });
  expect(await standingOf(colleague)).toMatchObject({
    state: 'waiting',
    mayReplace: false,
    mayReturn: false,
  });
  expect(await standingOf(victim)).toMatchObject({ state: 'active', requester: { email: EMAIL } });
});

test.each([
  ['a missing UPN', { upn: EMAIL }, { upn: null }],
  ['a UPN where none was accepted', { upn: null }, { upn: 'director@contoso.example' }],
  ['a name in another case', { userName: 'CONTOSO\\Élise' }, { userName: 'contoso\\ÉLISE' }],
  ['a UPN in another case', { upn: EMAIL }, { upn: EMAIL.toUpperCase() }],
])('%s is no change, because Windows writes it so or cannot tell it', async (_what, accepted, change) => {
  const identity = newIdentity(accepted);
  const agent = await desk.activeAgent(EMAIL, { identity });
  await enrolAs(agent, change);
  expect(await standingOf(agent)).toMatchObject({ state: 'active', requester: { email: EMAIL } });
  const { userName, upn } = identity;
  expect(await desk.rows('SELECT user_name, upn FROM agent')).toEqual([{ user_name: userName, upn }]);
});

test('nobody renames a device: a new host name is kept with its agent until staff accept it', async () => {
  const agent = await desk.activeAgent(EMAIL);
  const { hostname, machineId } = agent.identity;
  await desk.agent({ identity: newIdentity({ machineId, hostname, os: 'Nothing' }) });
  await enrolAs(agent, { hostname: 'PC-RENAMED' });
  expect(await devices()).toMatchObject([{ hostname, os: agent.identity.os }]);
  const claims = [{ what: 'hostname', from: hostname, to: 'PC-RENAMED' }];
  expect(await rowOf(agent)).toMatchObject({ claims, state: 'active', email: EMAIL });
  await desk.changeState('accept-name', [agent]);
  expect(await devices()).toMatchObject([{ hostname: 'PC-RENAMED' }]);
  expect(await acts('accept-name')).toMatchObject([
    { subject_id: agent.id, details: JSON.stringify({ from: hostname, to: 'PC-RENAMED' }) },
  ]);
});

test('only active agents give their host name to the device', async () => {
  const agent = await desk.activeAgent();
  const { machineId, hostname } = agent.identity;
  const other = await desk.activeAgent(null, { identity: newIdentity({ machineId, hostname }) });
  await enrolAs(other, { hostname: 'PC-CLAIMED' });
  await desk.changeState('suspend', [other]);
  await desk.changeState('accept-name', [other]);
  expect(await devices()).toMatchObject([{ hostname: agent.identity.hostname }]);
});

test('a ticket says the host name of its own agent', async () => {
  const agent = await desk.activeAgent(EMAIL);
  const json = { identity: newIdentity({ machineId: agent.identity.machineId }) };
  await desk.agent(json);
  const command = ticketCommand();
  await agent.sync([command]);
  const ticket = await administrator.ask(`/tickets/${command.key}`);
  expect(ticket.body).toMatchObject({ hostname: agent.identity.hostname, userName: agent.identity.userName });
});

test.each(['suspend', 'retire'] as const)(
  'after %s the same agent does not come back, whatever it claims',
  async (act) => {
    const agent = await desk.activeAgent(EMAIL);
    await desk.changeState(act, [agent]);
    const { state } = await standingOf(agent);
    await activateInAdvance({ admits: 10 });
    await enrolAs(agent, { userName: 'CONTOSO\\other', machineId: 'another-machine' });
    expect((await standingOf(agent)).state).toBe(state);
  },
);

test.each([
  ['the same device and user', {}],
  ['another device', { machineId: 'another-machine', hostname: 'PC-OTHER' }],
  ['another device under the same SID alone', { machineId: 'm', hostname: 'PC-OTHER', userName: 'X\\y' }],
  ['the same device as another user', { sid: 'S-1-5-21-9-9-9-500', userName: 'CONTOSO\\other' }],
  ['a device of that name', { machineId: 'm', sid: 'S-1-5-21-9-9-9-500', userName: 'CONTOSO\\other' }],
])('after a suspension no advance activation lets in %s', async (_whom, change) => {
  const agent = await desk.activeAgent();
  await desk.changeState('suspend', [agent]);
  await activateInAdvance({ admits: 10 });
  const back = await desk.agent({ identity: { ...agent.identity, ...change } });
  expect((await standingOf(back)).state).toBe('waiting');
  expect((await standingOf(await desk.agent())).state).toBe('active');
});

test.each([
  ['another domain, where the activation names none', 'CONTOSO\\bob', { userName: 'bob' }, 'OTHER\\bob'],
  ['another domain and another case', 'CONTOSO\\ÉLISE', { userName: 'élise' }, 'OTHER\\Élise'],
  ['the very same name with an accent', 'CONTOSO\\ÉLISE', {}, 'CONTOSO\\ÉLISE'],
  ['the same name, composed otherwise', 'CONTOSO\\ÉLISE', {}, 'CONTOSO\\E\u0301LISE'],
  ['the same name in another case of Greek', 'CONTOSO\\ΝΊΚΟΣ', {}, 'CONTOSO\\νίκοσ'],
  ['a domain where there was none', 'lou', { userName: 'CONTOSO\\lou' }, 'CONTOSO\\lou'],
  ['no domain where there was one', 'CONTOSO\\lou', { userName: 'lou' }, 'lou'],
])('a suspended user does not come back as %s', async (_what, userName, activation, back) => {
  const agent = await desk.activeAgent(null, { identity: newIdentity({ userName }) });
  await desk.changeState('suspend', [agent]);
  await activateInAdvance({ admits: 10, ...activation });
  const again = await desk.agent({ identity: newIdentity({ userName: back }) });
  expect((await standingOf(again)).state).toBe('waiting');
});

test.each(['PC-ÉTÉ', 'pc-été'])('a suspended device PC-ÉTÉ does not come back as %s', async (hostname) => {
  const agent = await desk.activeAgent(null, { identity: newIdentity({ hostname: 'PC-ÉTÉ' }) });
  await desk.changeState('suspend', [agent]);
  await activateInAdvance({ admits: 10 });
  const back = await desk.agent({ identity: newIdentity({ hostname }) });
  expect((await standingOf(back)).state).toBe('waiting');
});

test('an active agent of another device, by its claimed host name, does not free a suspended device', async () => {
  const eve = await desk.activeAgent(null, { identity: newIdentity({ machineId: 'machine-of-eve' }) });
  const colleague = await desk.activeAgent(null, { identity: newIdentity({ hostname: 'PC-BUSY' }) });
  await desk.changeState('suspend', [eve]);
  await activateInAdvance({ admits: 10, userName: 'fresh' });
  const identity = newIdentity({
    machineId: 'machine-of-eve',
    hostname: colleague.identity.hostname,
    userName: 'CONTOSO\\fresh',
  });
  expect((await standingOf(await desk.agent({ identity }))).state).toBe('waiting');
});

test.each([
  ['SID', { sid: 'S-1-5-21-9-9-9-1001' }, { sid: 's-1-5-21-9-9-9-1001' }],
  ['machine id', { machineId: 'a-machine' }, { machineId: 'A-MACHINE' }],
])('a suspended %s does not come back in another case', async (_what, suspended, back) => {
  const agent = await desk.activeAgent(null, { identity: newIdentity(suspended) });
  await desk.changeState('suspend', [agent]);
  await activateInAdvance({ admits: 10 });
  expect((await standingOf(await desk.agent({ identity: newIdentity(back) }))).state).toBe('waiting');
});

test('a SID or a machine id in another case is the same place', async () => {
  const victim = await desk.activeAgent(EMAIL);
  const { sid, machineId } = victim.identity;
  await activateInAdvance({ admits: 10 });
  const others = [
    await desk.agent({ identity: { ...victim.identity, sid: sid.toLowerCase() } }),
    await desk.agent({ identity: { ...victim.identity, machineId: machineId.toUpperCase() } }),
  ];
  for (const other of others) {
    expect((await standingOf(other)).state).toBe('waiting');
    expect(await rowOf(other)).toMatchObject({ replaces: true });
  }
  expect(await devices()).toHaveLength(1);
  const json = { act: 'activate', selection: { organisationId } };
  expect((await administrator.ask('/agents/state', { json })).body).toEqual({ changed: 0, undecided: 2 });
});

test('a suspended agent does not free its names by reporting others', async () => {
  const accepted = await desk.activeAgent();
  const neverAccepted = await desk.agent();
  await desk.changeState('suspend', [accepted, neverAccepted]);
  await activateInAdvance({ admits: 10 });
  for (const agent of [accepted, neverAccepted]) {
    await enrolAs(agent, newIdentity());
    for (const kept of ['sid', 'userName', 'hostname', 'machineId'] as const) {
      const back = await desk.agent({ identity: newIdentity({ [kept]: agent.identity[kept] }) });
      expect((await standingOf(back)).state, kept).toBe('waiting');
    }
  }
});

test.each(['suspend', 'retire'] as const)(
  'after %s, leaving the computer does not undo the decision',
  async (act) => {
    const agent = await desk.activeAgent();
    await desk.changeState(act, [agent]);
    expect((await agent.ask('/v1/agent', { method: 'DELETE' })).status).toBe(204);
    await activateInAdvance({ admits: 10 });
    const back = await desk.agent({ identity: agent.identity });
    expect((await standingOf(back)).state).toBe('waiting');
  },
);

test('whoever was replaced by their own new agent is admitted on the next computer', async () => {
  const { own, other } = await twoAgents();
  await desk.confirm(other, EMAIL);
  expect((await standingOf(own)).state).toBe('retired');
  await activateInAdvance({ admits: 10, userName: own.identity.userName });
  const { sid, userName } = own.identity;
  const next = await desk.agent({ identity: newIdentity({ sid, userName }) });
  expect((await standingOf(next)).state).toBe('active');
});

test('a suspension stays a decision about the user when another agent takes that place', async () => {
  const { own, other } = await twoAgents();
  await desk.changeState('suspend', [own]);
  await desk.changeState('activate', [other]);
  expect((await standingOf(own)).state).toBe('retired');
  await activateInAdvance({ admits: 10 });
  const { sid, userName } = own.identity;
  const next = await desk.agent({ identity: newIdentity({ sid, userName }) });
  expect((await standingOf(next)).state).toBe('waiting');
});

test('an advance activation admits as many as staff say, by default one', async () => {
  await activateInAdvance({ hostname: 'PC-LAB' });
  const states = [];
  for (let count = 0; count < 3; count += 1) {
    const agent = await desk.agent({ identity: newIdentity({ hostname: 'PC-LAB' }) });
    states.push((await standingOf(agent)).state);
  }
  expect(states).toEqual(['active', 'waiting', 'waiting']);
  const organisation = await firstOrganisation(administrator);
  expect(organisation.advanceActivations).toMatchObject([{ admits: 1, used: 1 }]);
});

test('an advance activation can name the machine id, which a name alone does not meet', async () => {
  await activateInAdvance({ machineId: 'the-machine', hostname: 'PC-LAB' });
  const pretender = await desk.agent({ identity: newIdentity({ hostname: 'PC-LAB' }) });
  const named = await desk.agent({ identity: newIdentity({ hostname: 'PC-LAB', machineId: 'the-machine' }) });
  expect((await standingOf(pretender)).state).toBe('waiting');
  expect((await standingOf(named)).state).toBe('active');
});

test('the most specific advance activation is used first', async () => {
  await activateInAdvance({ admits: 5 });
  await activateInAdvance({ hostname: 'PC-LAB', admits: 1 });
  await desk.agent({ identity: newIdentity({ hostname: 'PC-LAB' }) });
  const organisation = await firstOrganisation(administrator);
  expect(organisation.advanceActivations.map(({ used }) => used)).toEqual([0, 1]);
});

test('no advance activation replaces a working agent', async () => {
  const own = await desk.activeAgent(EMAIL);
  await activateInAdvance({ admits: 10 });
  const other = await desk.agent({ identity: own.identity });
  expect((await standingOf(other)).state).toBe('waiting');
  expect(await own.verdicts(ticketCommand())).toEqual(['accepted']);
});

test('an enrolment key expires, and known agents stay', async () => {
  const key = await newKey({ expiresAt: new Date(desk.clock.now().getTime() + DAY).toISOString() });
  const agent = await enrolAgent(desk.url, key);
  desk.clock.advance(DAY);
  await expect(enrolAgent(desk.url, key)).rejects.toThrow('enrolment-key-expired');
  const again = await enrolAgent(desk.url, key, { identity: agent.identity, secret: agent.secret });
  expect(again.id).toBe(agent.id);
});

test('an enrolment key counts the agents that it admits, and stops at its limit', async () => {
  const key = await newKey({ mostUses: 2 });
  const agent = await enrolAgent(desk.url, key);
  await enrolAgent(desk.url, key, { identity: agent.identity, secret: agent.secret });
  await enrolAgent(desk.url, key);
  await expect(enrolAgent(desk.url, key)).rejects.toThrow('enrolment-key-used-up');
  const organisation = await firstOrganisation(administrator);
  expect(organisation.enrolmentKeys.at(-1)).toMatchObject({ uses: 2, mostUses: 2 });
});

test('an enrolment key works only in its networks', async () => {
  const elsewhere = await newKey({ networks: ['192.0.2.0/24', '2001:db8::/32'] });
  await expect(enrolAgent(desk.url, elsewhere)).rejects.toThrow('enrolment-key-elsewhere');
  const here = await newKey({ networks: ['192.0.2.0/24', '127.0.0.0/8', '::1/128'] });
  expect((await enrolAgent(desk.url, here)).id).toBeTruthy();
  const wrong = { ...NO_LIMITS, networks: ['127.0.0.1/99'] };
  const path = `/organisations/${organisationId}/enrolment-keys`;
  expect(codeOf(await administrator.ask(path, { json: wrong }))).toBe('invalid-request');
});

test('an agent that nobody decided about disappears after 30 days, and its device with it', async () => {
  const [unused, used] = [await desk.agent(), await desk.activeAgent(EMAIL)];
  const [suspended, retired] = [await desk.agent(), await desk.agent()];
  // it claims one device after the other
  for (const machineId of ['one', 'two', 'three']) await enrolAs(unused, { machineId });
  await desk.changeState('suspend', [suspended]);
  await desk.changeState('retire', [retired]);
  desk.clock.advance(29 * DAY);
  const agents = async () => (await desk.rows('SELECT id FROM agent')).map(({ id }) => id);
  await desk.stop();
  await desk.start();
  expect(await agents()).toContain(unused.id);
  desk.clock.advance(DAY);
  await desk.stop();
  await desk.start();
  await until(async () => !(await agents()).includes(unused.id), 'the unused agent is gone');
  expect(await agents()).toHaveLength(3);
  expect(await desk.rows('SELECT id FROM device')).toHaveLength(3);
  expect(await desk.rows('SELECT state FROM agent WHERE id = ?', used.id)).toEqual([{ state: 'active' }]);
  expect(await acts('remove-unused-agent')).toMatchObject([{ subject_id: unused.id }]);
  expect((await desk.agent({ identity: unused.identity, secret: unused.secret })).id).not.toBe(unused.id);
});

test('refused enrolments are audited without the key that was tried, ten an hour from one address', async () => {
  const expired = await newKey({ expiresAt: new Date(desk.clock.now().getTime() + DAY).toISOString() });
  const elsewhere = await newKey({ networks: ['192.0.2.0/24'] });
  desk.clock.advance(DAY);
  const identity = newIdentity();
  const enrolBy = (key: string) => enrolAgent(desk.url, key, { identity });
  const unknown = 'gk_nobody-made-this-key';
  await expect(enrolBy(unknown)).rejects.toThrow('enrolment-key-unknown');
  await expect(enrolBy(expired)).rejects.toThrow('enrolment-key-expired');
  await expect(enrolBy(elsewhere)).rejects.toThrow('enrolment-key-elsewhere');
  const entries = (await acts('refuse-enrolment')).map(({ details }) => JSON.parse(String(details)));
  const { userName, hostname } = identity;
  const who = { ip: '127.0.0.1', userName, hostname };
  expect(entries).toEqual([
    { code: 'enrolment-key-unknown', ...who },
    { code: 'enrolment-key-expired', ...who },
    { code: 'enrolment-key-elsewhere', ...who },
  ]);
  const stored = JSON.stringify(await desk.rows('SELECT * FROM audit'));
  for (const key of [unknown, expired, elsewhere]) expect(stored).not.toContain(key);
  for (let count = 0; count < 20; count += 1) await expect(enrolBy(unknown)).rejects.toThrow();
  expect(await acts('refuse-enrolment')).toHaveLength(10);
  desk.clock.advance(HOUR);
  await expect(enrolBy(unknown)).rejects.toThrow();
  expect(await acts('refuse-enrolment')).toHaveLength(11);
});

test('each enrolment is audited with its key', async () => {
  const agent = await desk.agent();
  const [entry] = await acts('enrol');
  expect(entry).toMatchObject({ staff_id: null, subject_id: agent.id });
  const [key] = await desk.rows('SELECT id FROM enrolment_key');
  expect(JSON.parse(String(entry?.details))).toMatchObject({
    enrolmentKeyId: key?.id,
    userName: agent.identity.userName,
    activationId: null,
  });
});
