// A backend that is slow rather than silent: what was asked of it may be carried out long after its answer was given up.
import { afterEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../server/clock.ts';
import { commentCommand, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import type { TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
afterEach(() => desk.close());

async function openWithSlow() {
  const slow = createBackend('S', ELSEWHERE);
  const opened = await openWithBackends({ slow }, 'slow');
  desk = opened.desk;
  const agent = await desk.activeAgent('requester@contoso.example');
  const calls = (name: string) => slow.calls.filter((call) => call.startsWith(name)).length;
  /** Asks for a ticket, and gives its answer up. */
  async function leaveInDoubt(): Promise<void> {
    slow.mood = 'slow';
    await agent.sync([ticketCommand()]);
    await until(async () => calls('createTicket') === 1 && (await deliveries('waiting')).length === 1);
  }
  return { slow, agent, calls, leaveInDoubt };
}

const deliveries = (state: string) => desk.rows('SELECT key FROM delivery WHERE state = ?', state);

/** Lets time pass in steps, so that each question is asked when it is due. */
async function pass(time: number, calls: () => number): Promise<void> {
  for (let passed = 0; passed < time; passed += 15 * SECOND) {
    const before = calls();
    desk.clock.advance(15 * SECOND);
    await until(async () => calls() > before && (await deliveries('sending')).length === 0);
  }
}

test('what the backend may still be working on is asked for, not sent again', async () => {
  const { slow, agent, calls, leaveInDoubt } = await openWithSlow();
  await leaveInDoubt();
  slow.mood = 'well';
  await pass(2 * MINUTE, () => calls('findByKey'));
  expect(calls('createTicket')).toBe(1);
  slow.finish();
  desk.clock.advance(15 * SECOND);
  await desk.delivered();
  expect([calls('createTicket'), slow.tickets.size]).toEqual([1, 1]);
  expect((await agent.sync()).tickets[0]?.number).toBe('S-1');
});

test('a comment in doubt waits as the ticket does, and the ones after it wait for it', async () => {
  const { slow, agent, calls } = await openWithSlow();
  const ticket = ticketCommand();
  await agent.sync([ticket]);
  await desk.delivered();
  slow.mood = 'slow';
  await agent.sync([commentCommand(ticket.key, { body: 'one' })]);
  await until(async () => calls('addComment') === 1 && (await deliveries('waiting')).length === 1);
  slow.mood = 'well';
  await agent.sync([commentCommand(ticket.key, { body: 'two' })]);
  await pass(MINUTE, () => calls('findByKey'));
  expect(slow.ticket().comments).toEqual([]);
  slow.finish();
  desk.clock.advance(15 * SECOND);
  await desk.delivered();
  expect(slow.ticket().comments.map(({ body }) => body)).toEqual(['one', 'two']);
});

test('what never arrived is sent again once the backend can no longer be working on it', async () => {
  const { slow, calls, leaveInDoubt } = await openWithSlow();
  await leaveInDoubt();
  slow.mood = 'well';
  desk.clock.advance(5 * MINUTE);
  await desk.delivered();
  expect([calls('createTicket'), slow.tickets.size]).toEqual([2, 1]);
});

test('an attempt that was cut off with the server is in doubt too', async () => {
  const { slow, calls, leaveInDoubt } = await openWithSlow();
  await leaveInDoubt();
  await desk.stop();
  // as a killed server leaves it: nothing of the outcome was stored
  await desk.alter("UPDATE delivery SET state = 'sending', unknown_at = NULL");
  slow.mood = 'well';
  await desk.start();
  await until(async () => calls('findByKey') === 1 && (await deliveries('waiting')).length === 1);
  slow.finish();
  desk.clock.advance(15 * SECOND);
  await desk.delivered();
  expect([calls('createTicket'), slow.tickets.size]).toEqual([1, 1]);
});

test('what was made twice all the same is ended there, and named on the ticket', async () => {
  const { slow, agent, leaveInDoubt } = await openWithSlow();
  await leaveInDoubt();
  slow.mood = 'well';
  desk.clock.advance(5 * MINUTE);
  await desk.delivered();
  // after all that time
  slow.finish();
  desk.clock.advance(10 * MINUTE);
  await until(() => slow.ended.length === 1, 'the double is ended');
  await until(async () => (await notes()).length === 1, 'staff are told');
  const [note] = await notes();
  expect(note).toContain('Guichet ended there: late createTicket.');
  expect(note).toContain('Guichet y a mis fin à\u00a0: late createTicket.');
  expect((await agent.sync()).tickets[0]?.comments).toEqual([]);
  // it is asked once
  desk.clock.advance(HOUR);
  await agent.sync();
  expect(await notes()).toHaveLength(1);
  expect(await desk.rows('SELECT look_again_at FROM delivery')).toEqual([{ look_again_at: null }]);
});

test('a clock that was a day ahead makes neither the look at what is in doubt nor the next try a day late', async () => {
  const { slow, agent, calls, leaveInDoubt } = await openWithSlow();
  await leaveInDoubt();
  slow.mood = 'well';
  desk.clock.advance(5 * MINUTE);
  await desk.delivered();
  slow.finish();
  desk.clock.advance(-DAY);
  // what is sent next finds it
  await agent.sync([ticketCommand()]);
  await desk.delivered();
  await until(() => slow.ended.length === 1, 'the double is ended');

  slow.mood = 'slow';
  desk.clock.advance(DAY);
  await agent.sync([ticketCommand()]);
  await until(async () => calls('createTicket') === 4 && (await deliveries('waiting')).length === 1);
  slow.mood = 'well';
  desk.clock.advance(-DAY);
  await agent.sync([ticketCommand()]);
  const wrongUntil = desk.clock.now().getTime() + HOUR;
  await until(async () => {
    desk.clock.advance(15 * SECOND);
    return slow.tickets.size === 4;
  });
  expect(desk.clock.now().getTime()).toBeLessThan(wrongUntil);
});

test.each(['down', 'barred'] as const)(
  'a backend that is %s when it is looked at is looked at again',
  async (mood) => {
    const { slow, calls, leaveInDoubt } = await openWithSlow();
    await leaveInDoubt();
    slow.mood = 'well';
    desk.clock.advance(5 * MINUTE);
    await desk.delivered();
    slow.finish();
    slow.mood = mood;
    desk.clock.advance(10 * MINUTE);
    await until(async () => calls('endDoubles') === 1 && (await lookedAtLater()), 'it is asked again later');
    expect(slow.ended).toEqual([]);
    slow.mood = 'well';
    desk.clock.advance(10 * MINUTE);
    await until(async () => (await notes()).length === 1, 'staff are told');
    expect(slow.ended).toEqual(['late createTicket']);
  },
);

/** Whether the next look is due in the future. */
async function lookedAtLater(): Promise<boolean> {
  const [row] = await desk.rows('SELECT look_again_at FROM delivery');
  return String(row?.look_again_at) > desk.clock.now().toISOString();
}

const notes = async () =>
  (await desk.rows('SELECT body FROM comment WHERE internal = 1')).map(({ body }) => String(body));
