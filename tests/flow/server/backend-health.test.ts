// The health of backends that cannot be reached or read: waiting and parked deliveries, the breaker, recovery.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Backend, type BackendHealth, ListedBackend, ParkedDelivery } from '../../../contract/backends.ts';
import { ATERA_KEY, type FakeAtera, openFakeAtera } from '../../fakes/atera/server.ts';
import { commentCommand, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let atera: FakeAtera;
let administrator: FakeStaff;

beforeEach(async () => {
  atera = await openFakeAtera();
  desk = await openTestServer();
  administrator = await desk.administrator();
});
afterEach(async () => {
  await desk.close();
  await atera.close();
});

const ateraAt = (url: string) => ({
  name: 'Atera',
  settings: { kind: 'atera', url },
  secrets: { token: ATERA_KEY },
});

/** Adds Atera and routes every new ticket to it. */
async function addAtera(): Promise<string> {
  const { id } = Backend.parse((await administrator.ask('/backends', { json: ateraAt(atera.url) })).body);
  const routes = [{ organisationId: null, entryId: null, backendId: id }];
  await administrator.ask('/routes', { method: 'PUT', json: routes });
  return id;
}

async function healthOf(id: string): Promise<BackendHealth | undefined> {
  return (await listed()).find((backend) => backend.id === id)?.health;
}

async function listed(): Promise<ListedBackend[]> {
  return ListedBackend.array().parse((await administrator.ask('/backends')).body);
}

/** Waits until a delivery waits again after its n-th attempt. */
function restedAfter(attempt: number): Promise<unknown> {
  const sql = "SELECT id FROM delivery WHERE state = 'waiting' AND attempt = ?";
  return until(async () => (await desk.rows(sql, attempt))[0], `a delivery that waits after ${attempt}`);
}

describe('a backend that cannot be reached', () => {
  async function sendWhileDown() {
    const id = await addAtera();
    atera.goDown(true);
    const agent = await desk.activeAgent('requester@contoso.example');
    const command = ticketCommand();
    await agent.sync([command]);
    await restedAfter(1);
    return { id, command, health: await healthOf(id) };
  }

  test('shows the number of waiting deliveries, their lag, and the last failure', async () => {
    const { id, health } = await sendWhileDown();
    expect(health).toMatchObject({ waiting: 1, parked: 0, lagSeconds: 0 });
    expect(health?.lastFailure?.reason.en).toContain('Atera');
    desk.clock.advance(7000);
    expect((await healthOf(id))?.lagSeconds).toBe(7);
    expect(codeOf(await administrator.ask(`/backends/${id}`, { method: 'DELETE' }))).toBe('backend-in-use');
  });

  test('lists its parked deliveries; any staff can retry them, administrators can discard them', async () => {
    const { id, command } = await sendWhileDown();
    await desk.alter(
      `UPDATE delivery SET state = 'parked', last_error = '{"en":"Atera was away.","fr":"Atera était absent."}'`,
    );
    const technician = await desk.technician();
    const parked = async (query = '') =>
      ParkedDelivery.array().parse((await technician.ask(`/deliveries?state=parked${query}`)).body);
    const [delivery] = await parked();
    expect(delivery).toMatchObject({
      ticketId: command.key,
      number: null,
      title: 'The printer is on fire',
      backend: 'Atera',
      operation: 'create-ticket',
      reason: { en: 'Atera was away.', fr: 'Atera était absent.' },
      attempts: 1,
    });
    expect(await parked(`&backend=${id}`)).toHaveLength(1);
    expect(await parked('&backend=built-in')).toEqual([]);
    expect(await healthOf(id)).toMatchObject({ waiting: 0, parked: 1 });
    expect((await technician.ask(`/deliveries/${delivery?.id}/retry`, { method: 'POST' })).status).toBe(204);
    expect(await parked()).toEqual([]);
    await restedAfter(2);
    await desk.alter("UPDATE delivery SET state = 'parked'");
    const discard = `/deliveries/${delivery?.id}/discard`;
    expect((await administrator.ask(discard, { method: 'POST' })).status).toBe(204);
    expect(codeOf(await administrator.ask(discard, { method: 'POST' }))).toBe('not-found');
    expect(await desk.rows('SELECT state FROM delivery')).toEqual([{ state: 'discarded' }]);
  });

  test('gets its deliveries once its settings are corrected', async () => {
    const { id, command } = await sendWhileDown();
    const right = await openFakeAtera();
    try {
      await administrator.ask(`/backends/${id}`, { method: 'PUT', json: ateraAt(right.url) });
      desk.clock.advance(3_600_000);
      await desk.delivered();
      expect(right.calls).toContain('POST /tickets');
      const [ticket] = await desk.rows('SELECT number FROM ticket WHERE id = ?', command.key);
      expect(ticket?.number).not.toBeNull();
    } finally {
      await right.close();
    }
  });
});

describe('a backend with an open breaker', () => {
  /** Consecutive failures that open the breaker. */
  const FAILURES_TO_OPEN = 5;

  async function withOpenBreaker(): Promise<string> {
    const id = await addAtera();
    atera.goDown(true);
    const agent = await desk.activeAgent('requester@contoso.example');
    await agent.sync(Array.from({ length: FAILURES_TO_OPEN }, () => ticketCommand()));
    await until(async () => (await healthOf(id))?.breaker === 'open', 'its breaker opens');
    atera.goDown(false);
    return id;
  }

  test('gets its deliveries at once when its settings are saved', async () => {
    const id = await withOpenBreaker();
    await administrator.ask(`/backends/${id}`, { method: 'PUT', json: ateraAt(atera.url) });
    await desk.delivered();
    expect(await healthOf(id)).toMatchObject({ breaker: 'closed', retryAt: null, waiting: 0 });
  });

  test('gets its deliveries at once when the connection test succeeds', async () => {
    const id = await withOpenBreaker();
    await administrator.ask(`/backends/${id}/test`, { method: 'POST' });
    await desk.delivered();
    expect(await healthOf(id)).toMatchObject({ breaker: 'closed', waiting: 0 });
  });

  test('stays open when the connection test fails', async () => {
    const id = await withOpenBreaker();
    atera.goDown(true);
    const before = await healthOf(id);
    await administrator.ask(`/backends/${id}/test`, { method: 'POST' });
    expect(await healthOf(id)).toEqual(before);
  });
});

describe('a backend with unreadable settings', () => {
  const toDefault = (backendId: string) => ({
    method: 'PUT',
    json: [{ organisationId: null, entryId: null, backendId }],
  });

  /** Starts the server on settings that another version might have written. */
  async function startUnreadable(): Promise<string> {
    const id = await addAtera();
    await desk.alter('UPDATE backend SET settings = ? WHERE id = ?', '{"kind":"atera","url":7}', id);
    await desk.stop();
    await desk.start();
    return id;
  }

  test('is listed as unreadable, and the other backends work', async () => {
    const id = await startUnreadable();
    const [builtIn, broken] = await listed();
    expect(builtIn?.health).toMatchObject({ unreadable: false });
    expect(broken).toMatchObject({
      id,
      name: 'Atera',
      kind: 'atera',
      settings: null,
      storedSecrets: [],
      health: { unreadable: true },
    });
    const checks = await administrator.ask(`/backends/${id}/test`, { method: 'POST' });
    expect(checks.body).toMatchObject([
      { name: 'reachable', problem: { en: expect.stringContaining('settings') } },
    ]);
    await administrator.ask('/routes', toDefault('built-in'));
    const agent = await desk.activeAgent('requester@contoso.example');
    await agent.sync([ticketCommand()]);
    await desk.delivered();
    expect((await agent.sync()).tickets).toMatchObject([{ number: 'R-000001' }]);
  });

  test('gets its deliveries once the settings are entered again', async () => {
    const id = await startUnreadable();
    const agent = await desk.activeAgent('requester@contoso.example');
    const [waiting, other] = [ticketCommand(), ticketCommand()];
    const comment = commentCommand(waiting.key);
    expect(await agent.verdicts(waiting, comment)).toEqual(['accepted', 'accepted']);
    await administrator.ask('/routes', toDefault('built-in'));
    await agent.sync([other]);
    await until(
      async () => (await desk.rows("SELECT id FROM delivery WHERE state = 'done'"))[0],
      'the other ticket is delivered',
    );
    desk.clock.advance(3_600_000);
    expect(await desk.rows("SELECT attempt FROM delivery WHERE state = 'waiting'")).toEqual([
      { attempt: 0 },
      { attempt: 0 },
    ]);
    const withoutSecrets = { ...ateraAt(atera.url), secrets: {} };
    await administrator.ask(`/backends/${id}`, { method: 'PUT', json: withoutSecrets });
    expect((await listed()).at(-1)).toMatchObject({ storedSecrets: [], health: { unreadable: false } });
    await restedAfter(1);
    await administrator.ask(`/backends/${id}`, { method: 'PUT', json: ateraAt(atera.url) });
    await desk.delivered();
    expect(atera.calls.filter((call) => call === 'POST /tickets')).toHaveLength(1);
  });
});
