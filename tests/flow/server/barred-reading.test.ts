// A backend that refuses the account when it is read: a password that is wrong every minute would lock it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Backend, ListedBackend } from '../../../contract/backends.ts';
import { DAY, MINUTE, SECOND } from '../../../server/clock.ts';
import { ATERA_KEY, type FakeAtera, openFakeAtera } from '../../fakes/atera/server.ts';
import { ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE, type FakeBackend } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let atera: FakeAtera;
beforeEach(async () => {
  atera = await openFakeAtera();
});
afterEach(async () => {
  await desk.close();
  await atera.close();
});

async function healthOf(name: string) {
  const { body } = await (await desk.administrator()).ask('/backends');
  return ListedBackend.array()
    .parse(body)
    .find((backend) => backend.name === name)?.health;
}

/** Lets these minutes pass, each with a poll of a backend that is well. */
async function pass(minutes: number, well: FakeBackend): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    const { times } = well.polled;
    desk.clock.advance(MINUTE);
    await until(() => well.polled.times > times);
  }
}

test.each([
  { mood: 'barred', least: 10, most: 16, why: 'the password is wrong' },
  // what is away is asked each minute: no account is locked by it
  { mood: 'down', least: 59, most: 61, why: 'the backend is down' },
] as const)(
  'a backend that is $mood is read $least to $most times in an hour, and its health says why',
  async ({ mood, least, most, why }) => {
    const [well, bad] = [createBackend('W', ELSEWHERE), createBackend('B', ELSEWHERE)];
    desk = (await openWithBackends({ well, bad }, 'built-in')).desk;
    bad.mood = mood;
    await pass(60, well);
    await until(() => bad.polled.times >= least);
    expect(bad.polled.times).toBeLessThanOrEqual(most);
    expect((await healthOf('bad'))?.lastFailure?.reason.en).toBe(why);
    bad.mood = 'well';
    await pass(5, well);
    await until(async () => (await healthOf('bad'))?.polledAt, 'it is read by itself once it is mended');
  },
);

test('a connection test that passes ends the pause at once', async () => {
  desk = await openTestServer();
  const administrator = await desk.administrator();
  const settings = { kind: 'atera', url: atera.url };
  const added = { name: 'Atera', settings, secrets: { token: ATERA_KEY } };
  const { id } = Backend.parse((await administrator.ask('/backends', { json: added })).body);
  atera.refuse(true);
  desk.clock.advance(MINUTE);
  await until(async () => (await healthOf('Atera'))?.lastFailure, 'it was refused');
  const asked = atera.calls.length;
  await administrator.ask(`/backends/${id}/test`, { method: 'POST' });
  expect((await healthOf('Atera'))?.polledAt).toBeNull();
  expect(atera.calls.slice(asked).filter((call) => call.includes('lastmodified'))).toEqual([]);
  atera.refuse(false);
  await administrator.ask(`/backends/${id}/test`, { method: 'POST' });
  await until(async () => (await healthOf('Atera'))?.polledAt, 'it is read');
});

test('a pause that a backend asked for while the clock was a day ahead ends once it is set right', async () => {
  const [well, busy] = [createBackend('W', ELSEWHERE), createBackend('B', ELSEWHERE)];
  desk = (await openWithBackends({ well, busy }, 'busy')).desk;
  const agent = await desk.activeAgent('requester@contoso.example');
  const { changesSince } = busy;
  let asksFor = 0;
  busy.changesSince = async (cursor) => {
    const retryAfter = asksFor;
    const answer = await changesSince(cursor);
    const reason = { en: 'asked too often', fr: 'trop souvent interrogé' };
    return retryAfter > 0 ? { ok: false, failure: { kind: 'limited', reason, retryAfter } } : answer;
  };
  await pass(2, well);
  asksFor = MINUTE;
  desk.clock.advance(DAY);
  const before = busy.polled.times;
  await pass(1, well);
  await until(() => busy.polled.times > before, 'it asks for a pause');
  asksFor = 0;
  desk.clock.advance(-DAY);
  const { times } = busy.polled;
  await until(async () => {
    await agent.sync([ticketCommand()]);
    await desk.delivered();
    desk.clock.advance(15 * SECOND);
    return busy.polled.times > times;
  }, 'it is read');
  expect(desk.clock.now().getTime()).toBeLessThan(Date.parse('2030-01-02T09:00:00.000Z'));
});
