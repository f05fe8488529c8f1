// One secret on several computers: a pool of session hosts among which a person's profile travels, or none.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CreatedEnrolmentKey } from '../../../contract/console.ts';
import {
  enrolAgent,
  type FakeAgent,
  newIdentity,
  newSecret,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import {
  ENROLMENT_KEY,
  firstOrganisation,
  NO_LIMITS,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';

const EMAIL = 'requester@contoso.example';
const ONE = newIdentity({ hostname: 'HOST-1', machineId: 'host-1' });
const OTHER = { ...ONE, hostname: 'HOST-2', machineId: 'host-2' };

let desk: TestServer;
let poolKey: string;
beforeEach(async () => {
  desk = await openTestServer();
  const administrator = await desk.administrator();
  const { id } = await firstOrganisation(administrator);
  const json = { ...NO_LIMITS, pool: true };
  const made = CreatedEnrolmentKey.parse(
    (await administrator.ask(`/organisations/${id}/enrolment-keys`, { json })).body,
  );
  expect(made.summary.pool).toBe(true);
  poolKey = made.key;
});
afterEach(() => desk.close());

const claims = () => desk.rows("SELECT details FROM audit WHERE act = 'claim-identity'");
const standingOf = async (agent: FakeAgent) => {
  const { state, requester } = (await agent.sync()).standing;
  return [state, requester?.email ?? null];
};

describe('one secret on two computers in turns', () => {
  test('waits and is audited once for each, where nobody has said that they are a pool', async () => {
    const secret = newSecret();
    const agent = await enrolAgent(desk.url, ENROLMENT_KEY, { identity: ONE, secret });
    await desk.changeState('activate', [agent]);
    await desk.confirm(agent, EMAIL);
    for (let turn = 0; turn < 4; turn += 1)
      for (const identity of [OTHER, ONE]) await enrolAgent(desk.url, ENROLMENT_KEY, { identity, secret });
    expect(await standingOf(agent)).toEqual(['waiting', null]);
    expect(await claims()).toHaveLength(1);
  });

  test('keeps its activation and its address from host to host of a pool', async () => {
    const secret = newSecret();
    const agent = await enrolAgent(desk.url, poolKey, { identity: ONE, secret });
    await desk.changeState('activate', [agent]);
    await desk.confirm(agent, EMAIL);
    const there = await enrolAgent(desk.url, poolKey, { identity: OTHER, secret });
    expect(there.id).toBe(agent.id);
    expect(await standingOf(there)).toEqual(['active', EMAIL]);
    expect(await there.verdicts(ticketCommand())).toEqual(['accepted']);
    expect(await claims()).toEqual([]);
  });

  test('gets no other person, organisation or computer by the key of a pool', async () => {
    const secret = newSecret();
    const agent = await enrolAgent(desk.url, poolKey, { identity: ONE, secret });
    await desk.changeState('activate', [agent]);
    await desk.confirm(agent, EMAIL);
    const stranger = await enrolAgent(desk.url, poolKey, { identity: OTHER });
    expect(stranger.id).not.toBe(agent.id);
    expect(await standingOf(stranger)).toEqual(['waiting', null]);
    await enrolAgent(desk.url, poolKey, { identity: { ...OTHER, userName: 'CONTOSO\\director' }, secret });
    expect(await standingOf(agent)).toEqual(['waiting', null]);
  });
});
