// A failure is of one delivery or of the whole backend: one that fails alone steps aside, and what bars all of them parks none.
import { afterEach, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../server/clock.ts';
import { attachmentOf, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import type { TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
afterEach(() => desk.close());

async function open(environment: Record<string, string> = {}) {
  const backend = createBackend('B', ELSEWHERE);
  desk = (await openWithBackends({ backend }, 'backend', { environment })).desk;
  return { backend, agent: await desk.activeAgent('requester@contoso.example') };
}

/** A file that the backend crashes at. */
async function uploadPoison(agent: FakeAgent) {
  const content = Buffer.from('poison');
  await agent.upload(content);
  return attachmentOf(content, 'poison.png');
}

async function count(state: string): Promise<number> {
  return (await desk.rows('SELECT id FROM delivery WHERE state = ?', state)).length;
}

/** Waits until nothing is sent, and nothing is due unless the backend is left alone. */
async function atRest(): Promise<void> {
  const now = desk.clock.now().toISOString();
  await until(async () => {
    if ((await count('sending')) > 0) return false;
    const alone = await desk.rows('SELECT id FROM backend WHERE left_alone_until > ?', now);
    const due = await desk.rows("SELECT id FROM delivery WHERE state = 'waiting' AND due_at <= ?", now);
    return alone.length > 0 || due.length === 0;
  });
}

async function health() {
  const { body } = await (await desk.administrator()).ask('/backends');
  return (body as { name: string; health: Record<string, unknown> }[]).find(({ name }) => name === 'backend')
    ?.health;
}

test.each(['barred', 'read-only'] as const)(
  'a backend that is %s parks nothing, says why, and everything comes back by itself',
  async (mood) => {
    const { backend, agent } = await open();
    await agent.sync([ticketCommand()]);
    await desk.delivered();
    backend.mood = mood;
    for (let sent = 0; sent < 10; sent += 1) await agent.sync([ticketCommand()]);
    await until(async () => (await health())?.breaker === 'open');
    for (let minute = 0; minute < 60; minute += 1) {
      desk.clock.advance(MINUTE);
      await until(async () => (await count('sending')) === 0);
    }
    expect([await count('parked'), backend.tickets.size]).toEqual([0, 1]);
    const reasons = { barred: 'the password is wrong', 'read-only': 'it is read-only' };
    expect(await health()).toMatchObject({ waiting: 10, lastFailure: { reason: { en: reasons[mood] } } });
    backend.mood = 'well';
    desk.clock.advance(5 * MINUTE);
    await desk.delivered();
    expect([await count('parked'), backend.tickets.size]).toEqual([0, 11]);
    // attempts of a barred account are few: directories lock it
    const tries = backend.calls.filter((call) => call.startsWith('createTicket')).length - 11;
    if (mood === 'barred') expect(tries).toBeLessThan(30);
  },
);

test('a file that crashes the backend steps aside; its ticket and the others go on', async () => {
  const { backend, agent } = await open();
  backend.crashesAt.add('poison.png');
  const ticket = ticketCommand({ attachments: [await uploadPoison(agent)] });
  await agent.sync([ticket, commentCommand(ticket.key, { body: 'and now?' })]);
  await until(() => backend.calls.some((call) => call.startsWith('addAttachment')));
  for (let other = 0; other < 8 && (await count('parked')) === 0; other += 1) {
    await agent.sync([ticketCommand()]);
    await until(() => backend.tickets.size === other + 2, 'the others are not held up');
    desk.clock.advance(15 * MINUTE);
    await until(async () => (await count('sending')) === 0);
  }
  expect(await count('parked')).toBe(1);
  await until(() => backend.ticket(ticket.key).comments.length === 1, 'the rest of the ticket goes on');
  const { body } = await (await desk.technician()).ask(`/tickets/${ticket.key}`);
  expect(body).toMatchObject({ parked: { reason: { en: 'HTTP 500' } } });
});

test('a file that crashes the backend holds up nobody while nothing else is sent', async () => {
  const { backend, agent } = await open();
  backend.crashesAt.add('poison.png');
  const ticket = ticketCommand({ attachments: [await uploadPoison(agent)] });
  await agent.sync([ticket]);
  for (let tries = 1; tries <= 8; tries += 1) {
    await until(
      async () =>
        backend.calls.filter((call) => call.startsWith('addAttachment')).length === tries &&
        (await count('sending')) === 0,
    );
    if (tries < 8) desk.clock.advance(15 * MINUTE);
  }
  expect(await health()).toMatchObject({ breaker: 'closed' });
  await agent.sync([ticketCommand()]);
  await until(() => backend.tickets.size === 2);
});

test('after an outage the backend is probed within half a minute, and the oldest go first', async () => {
  const { backend, agent } = await open({ DELIVERY_PARALLEL: '1' });
  backend.mood = 'down';
  const titles = Array.from({ length: 12 }, (_, index) => `ticket ${index}`);
  for (const title of titles) {
    await agent.sync([ticketCommand({ title })]);
    desk.clock.advance(10 * SECOND);
    await until(async () => (await count('sending')) === 0);
  }
  backend.mood = 'well';
  desk.clock.advance(30 * SECOND);
  await desk.delivered();
  const made = [...backend.tickets.keys()].map((key) => backend.ticket(key).content.title);
  expect(made.slice(1)).toEqual(titles.filter((title) => title !== made[0]));
});

test.each([2, 12])(
  '%i files that crash the backend delay the tickets of others by seconds',
  async (files) => {
    const { backend, agent } = await open();
    const other = await desk.activeAgent('other@contoso.example');
    backend.crashesAt.add('poison.png');
    const poison = await uploadPoison(agent);
    for (let sent = 0; sent < files; sent += 1) await agent.sync([ticketCommand({ attachments: [poison] })]);
    for (let sent = 0; sent < 4; sent += 1) {
      const ticket = ticketCommand();
      await other.sync([ticket]);
      let seconds = 0;
      while (!backend.tickets.has(ticket.key) && seconds < 60) {
        await atRest();
        desk.clock.advance(SECOND);
        seconds += 1;
      }
      expect(seconds).toBeLessThanOrEqual(12);
      for (let passed = 0; passed < 3; passed += 1) {
        await atRest();
        desk.clock.advance(10 * SECOND);
      }
    }
  },
);
