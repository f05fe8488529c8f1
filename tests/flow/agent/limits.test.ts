// Limits of the server, as the agent meets them: nothing is lost, nothing waits behind, and the person is told.
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../contract/clock.ts';
import { removedAfterEach, startAgent, startReadyAgent } from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { openTicket, sendMessage } from './requests.ts';

const started = removedAfterEach();

const titles = (desk: ReturnType<typeof serverInMemory>) => desk.tickets().map(({ title }) => title);
const LIMITED = { code: 'too-many-requests', details: { retryAfterSeconds: 600 } } as const;
const isTitled = (title: string) => (body: unknown) =>
  typeof body === 'object' && body !== null && 'title' in body && body.title === title ? LIMITED : null;

/** A ready agent whose tickets with the title "One too many" are held for ten minutes. */
async function startBeforeLimit() {
  const desk = serverInMemory();
  const clock = manualClock();
  const agent = started(await startReadyAgent(desk, { clock }));
  desk.mood.hold = isTitled('One too many');
  return { desk, clock, agent };
}

describe('a ticket beyond a limit of the server', () => {
  it('is kept, told with the time, and sent once when that time has come', async () => {
    const { desk, clock, agent } = await startBeforeLimit();
    const id = await agent.submit('One too many');
    const until = new Date(clock.now().getTime() + 10 * MINUTE).toISOString();
    await expect.poll(async () => (await openTicket(agent, id)).pausedUntil).toBe(until);
    expect(await openTicket(agent, id)).toMatchObject({ stage: 'saved', ticket: { title: 'One too many' } });
    expect(agent.condition()).toBe('ready');
    expect(agent.agent.state()).toMatchObject({ waiting: 1, hindrance: 'limited' });

    const tries = () => desk.received.filter(({ key }) => key === id).length;
    const before = tries();
    for (let minute = 1; minute < 10; minute += 1) {
      clock.advance(MINUTE);
      await expect.poll(() => clock.nextDue()).not.toBeNull();
    }
    expect(tries()).toBe(before);
    desk.mood.hold = null;
    clock.advance(MINUTE);
    await expect.poll(() => titles(desk)).toEqual(['One too many']);
    await expect.poll(() => agent.agent.state()).toMatchObject({ waiting: 0, hindrance: null });
  });

  it('lets later tickets overtake, but not the messages on it', async () => {
    const { desk, clock, agent } = await startBeforeLimit();
    const id = await agent.submit('One too many');
    await expect.poll(async () => (await openTicket(agent, id)).pausedUntil).not.toBeNull();
    await sendMessage(agent, id, 'More about it');
    await agent.submit('Another');
    await expect.poll(() => titles(desk)).toEqual(['Another']);
    await expect.poll(() => agent.agent.state().waiting).toBe(2);
    desk.mood.hold = null;
    clock.advance(10 * MINUTE);
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    const kinds = desk.received.slice(-2).map(({ kind }) => kind);
    expect(kinds).toEqual(['create-ticket', 'add-comment']);
  });

  it('waits no longer after a restart, and not for ever when the clock is set back', async () => {
    const { desk, clock, agent } = await startBeforeLimit();
    const id = await agent.submit('One too many');
    await expect.poll(async () => (await openTicket(agent, id)).pausedUntil).not.toBeNull();
    await agent.kill();
    desk.mood.hold = null;
    const earlier = manualClock(new Date(clock.now().getTime() - MINUTE).toISOString());
    started(startAgent({ fetch: desk.fetch, folder: agent.folder, clock: earlier }));
    await expect.poll(() => titles(desk)).toEqual(['One too many']);
  });

  it('keeps more than one batch of others from waiting behind it', async () => {
    const { desk, clock, agent } = await startBeforeLimit();
    desk.goDown();
    for (let written = 0; written < 25; written += 1) await agent.submit('One too many');
    await agent.submit('Another');
    desk.comeBack();
    clock.advance(MINUTE);
    await expect.poll(() => titles(desk)).toEqual(['Another']);
    expect(agent.agent.state().waiting).toBe(25);
  });
});

describe('an enrolment beyond a limit of the server', () => {
  it('is told, and tried again when that time has come', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    desk.mood.tooManyEnrolments = true;
    const agent = started(startAgent({ fetch: desk.fetch, clock }));
    await expect.poll(() => agent.agent.state().limited).toBe(true);
    expect(agent.condition()).toBe('waiting-for-activation');
    desk.mood.tooManyEnrolments = false;
    await expect.poll(() => clock.nextDue()).not.toBeNull();
    clock.advance(9 * MINUTE);
    expect(agent.agent.state().standing).toBeNull();
    clock.advance(MINUTE);
    await expect.poll(() => agent.agent.state().standing?.state).toBe('waiting');
    expect(agent.agent.state().limited).toBe(false);
  });
});
