// A server that comes back older than what its agents were told: nothing sent is lost, nothing is there twice, nothing is dropped silently.
import { describe, expect, it } from 'vitest';
import {
  type AgentUnderTest,
  removedAfterEach,
  screenOf,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { type ServerInMemory, serverInMemory } from '../../fakes/server-in-memory.ts';
import { keyOf, ticketOf } from '../../fakes/snapshots.ts';
import { listTickets, openTicket, sendMessage, unwrap } from './requests.ts';

const EMAIL = 'requester@example.org';
const started = removedAfterEach();

const stages = async (agent: AgentUnderTest) =>
  Object.fromEntries((await listTickets(agent, {})).tickets.map(({ title, stage }) => [title, stage]));
const titles = (desk: ServerInMemory) => desk.tickets().map(({ title }) => title);
const waiting = (agent: AgentUnderTest) => agent.agent.state().waiting;

/** Sends a ticket, and waits until it is shown to have arrived. */
async function sendTicket(agent: AgentUnderTest, title: string): Promise<string> {
  const id = await agent.submit(title, {}, screenOf(title.length, 2, 3));
  await expect.poll(() => stages(agent)).toMatchObject({ [title]: 'sent' });
  return id;
}

/** Sends a message to a ticket, and waits until it has arrived. */
async function say(agent: AgentUnderTest, id: string, text: string): Promise<void> {
  await sendMessage(agent, id, text);
  await expect.poll(async () => (await openTicket(agent, id)).ticket.comments.at(-1)?.body).toBe(text);
}

const messages = (desk: ServerInMemory, id: string) =>
  desk
    .tickets()
    .find((ticket) => ticket.id === id)
    ?.comments.map(({ body }) => body);

describe('what was sent after the backup is sent again', () => {
  it('tickets with their pictures, and messages in their order, once', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const before = await sendTicket(agent, 'Before');
    const restore = desk.backUp();
    const after = await sendTicket(agent, 'After');
    for (const text of ['one', 'two']) await say(agent, after, text);
    await say(agent, before, 'three');
    restore();
    await expect.poll(() => titles(desk)).toEqual(['Before', 'After']);
    await expect.poll(() => waiting(agent)).toBe(0);
    expect(messages(desk, after)).toEqual(['one', 'two']);
    expect(messages(desk, before)).toEqual(['three']);
    const pictures = desk.tickets().flatMap(({ attachments }) => attachments);
    expect(pictures).toHaveLength(2);
    expect(desk.uploads.contents()).toHaveLength(2);
    await expect.poll(() => stages(agent)).toEqual({ Before: 'sent', After: 'sent' });
    expect(desk.received.filter(({ again }) => again).map(({ key }) => key)).not.toContain(before);
  });

  it('also where the feed has passed the cursor again', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    await sendTicket(agent, 'Before');
    const restore = desk.backUp();
    await sendTicket(agent, 'After');
    desk.mood.down = true;
    restore();
    for (const number of [1, 2, 3, 4])
      desk.addTicket(EMAIL, ticketOf({ id: keyOf(number), title: `Phone ${number}` }));
    desk.mood.down = false;
    agent.agent.renew();
    await expect.poll(() => titles(desk)).toContain('After');
    await expect.poll(async () => Object.keys(await stages(agent)).length).toBe(6);
  });

  it('an act and a rating as well, and without effect where the server has them', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const id = await sendTicket(agent, 'Closed');
    desk.update(id, { status: 'resolved', number: 'R-000001', solution: 'Done' });
    await expect.poll(async () => (await openTicket(agent, id)).ticket.status).toBe('resolved');
    const restore = desk.backUp();
    unwrap(await agent.ask('tickets:act', { id, act: 'close' }));
    await expect.poll(async () => (await openTicket(agent, id)).ticket.status).toBe('closed');
    await expect.poll(() => waiting(agent)).toBe(0);
    restore();
    await expect.poll(() => desk.tickets()[0]?.status).toBe('closed');
    const later = desk.backUp();
    await sendTicket(agent, 'Another');
    later();
    await expect.poll(() => titles(desk)).toEqual(['Closed', 'Another']);
    await expect.poll(async () => (await openTicket(agent, id)).waitingActs).toEqual([]);
    expect(agent.toasts.map(({ title }) => title).join()).not.toContain('not');
  });

  it('after the agent ended in the middle of it', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const restore = desk.backUp();
    await sendTicket(agent, 'After');
    const before = desk.calls.length;
    const stalled = Promise.withResolvers<void>();
    desk.mood.stall = stalled.promise;
    restore();
    await expect.poll(() => desk.calls.length).toBeGreaterThan(before);
    await agent.kill();
    desk.mood.stall = null;
    stalled.resolve();
    expect(titles(desk)).toEqual([]);
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    await expect.poll(() => titles(desk)).toEqual(['After']);
    await expect.poll(() => stages(again)).toEqual({ After: 'sent' });
  });

  it('by an agent that enrolled after the backup, once it is admitted again', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const restore = desk.backUp();
    const agent = started(await startReadyAgent(desk, { clock }));
    await sendTicket(agent, 'After');
    restore();
    await expect
      .poll(() => {
        clock.advance(60_000);
        return desk.agentCount();
      })
      .toBe(1);
    desk.setState('active');
    desk.confirm(EMAIL);
    await expect
      .poll(() => {
        clock.advance(60_000);
        return titles(desk);
      })
      .toEqual(['After']);
  });

  it('to a server of an earlier version, which tells no marks', async () => {
    const desk = serverInMemory();
    desk.mood.isOld = true;
    const agent = started(await startReadyAgent(desk));
    const restore = desk.backUp();
    await sendTicket(agent, 'After');
    restore();
    await expect.poll(() => titles(desk)).toEqual(['After']);
  });

  it('one whose key somebody else has used meanwhile becomes a draft, and is told', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const restore = desk.backUp();
    await sendTicket(agent, 'After');
    desk.mood.refuse = () => ({ code: 'key-reused' });
    restore();
    await expect
      .poll(async () => unwrap(await agent.ask('draft:others', undefined)))
      .toMatchObject([{ title: 'After' }]);
    expect(agent.toasts.at(-1)?.body).toContain('kept as a draft');
  });

  it('what it may have accepted says so, though no answer came and the agent ended', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const flags = () => desk.received.map(({ key, again = false }) => [key, again]);
    const restore = desk.backUp();
    desk.mood.loseNextAnswer = true;
    const lost = await agent.submit('Answer lost');
    await expect.poll(() => titles(desk)).toEqual(['Answer lost']);
    restore();
    await expect.poll(flags).toEqual([
      [lost, false],
      [lost, true],
    ]);
    await expect.poll(() => waiting(agent)).toBe(0);

    desk.mood.loseNextAnswer = true;
    const again = await agent.submit('Answer lost, and then the agent ended');
    await expect.poll(() => titles(desk)).toHaveLength(2);
    await agent.kill();
    started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    await expect
      .poll(() => flags().slice(2))
      .toEqual([
        [again, false],
        [again, true],
      ]);
  });

  it('but not what a former requester of this computer sent', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const restore = desk.backUp();
    await sendTicket(agent, 'Of the former');
    desk.confirm('next@example.org');
    await expect.poll(() => stages(agent)).toEqual({});
    await sendTicket(agent, 'Of the next');
    restore();
    desk.setState('active');
    desk.confirm('next@example.org');
    await expect.poll(() => titles(desk)).toEqual(['Of the next']);
    await expect.poll(() => waiting(agent)).toBe(0);
    expect(titles(desk)).toEqual(['Of the next']);
  });

  it('with its files, for 30 days', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    await sendTicket(agent, 'Old');
    clock.advance(31 * 24 * 3_600_000);
    const restore = desk.backUp();
    await sendTicket(agent, 'New');
    restore();
    agent.agent.renew();
    await expect.poll(() => titles(desk)).toEqual(['Old', 'New']);
    expect(desk.received.filter(({ again }) => again)).toHaveLength(1);
  });
});

describe('a ticket that the server no longer has', () => {
  it('and that another computer sent stays shown, is named once, and comes back with that computer', async () => {
    const desk = serverInMemory();
    const writer = started(await startReadyAgent(desk));
    const reader = started(await startReadyAgent(desk));
    const restore = desk.backUp();
    const id = await sendTicket(writer, 'After');
    desk.nudge();
    await expect.poll(() => stages(reader)).toEqual({ After: 'sent' });
    const folder = writer.folder;
    await writer.kill();
    restore();
    await expect.poll(() => stages(reader)).toEqual({ After: 'missing' });
    const named = () => reader.toasts.filter(({ body }) => body.includes('not there'));
    expect(named()).toMatchObject([
      { title: 'The help desk no longer has some of your tickets', target: { ticketId: id } },
    ]);
    expect(await reader.ask('tickets:act', { id, act: 'close' })).toMatchObject({
      error: { code: 'ticket-not-found' },
    });
    await expect(sendMessage(reader, id, 'Hello?')).rejects.toThrow('ticket-not-found');
    expect((await openTicket(reader, id)).ticket.title).toBe('After');

    const again = started(startAgent({ fetch: desk.fetch, folder }));
    await expect.poll(() => titles(desk)).toEqual(['After']);
    await expect.poll(() => stages(again)).toEqual({ After: 'sent' });
    desk.nudge();
    await expect.poll(() => stages(reader)).toEqual({ After: 'sent' });
    expect(titles(desk)).toEqual(['After']);
    expect(named()).toHaveLength(1);
  });

  it('and comes back with that computer, gets the messages that were sent from here, each once', async () => {
    const desk = serverInMemory();
    const writer = started(await startReadyAgent(desk));
    const reader = started(await startReadyAgent(desk));
    const restore = desk.backUp();
    const id = await sendTicket(writer, 'After');
    desk.nudge();
    await expect.poll(() => stages(reader)).toEqual({ After: 'sent' });
    await say(reader, id, 'one');
    await say(reader, id, 'two');
    const folder = writer.folder;
    await writer.kill();
    desk.goDown();
    await sendMessage(reader, id, 'three');
    desk.comeBack();
    restore();
    await expect.poll(() => stages(reader)).toEqual({ After: 'missing' });
    expect(waiting(reader)).toBe(1);

    started(startAgent({ fetch: desk.fetch, folder }));
    await expect.poll(() => titles(desk)).toEqual(['After']);
    reader.agent.renew();
    await expect.poll(() => messages(desk, id)).toEqual(['one', 'two', 'three']);
    await expect.poll(() => waiting(reader)).toBe(0);
    expect(unwrap(await reader.ask('draft:others', undefined))).toEqual([]);
  });

  it('and comes back while this computer sleeps for a day, gets them in their order', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const writer = started(await startReadyAgent(desk));
    const reader = await startReadyAgent(desk, { clock });
    const restore = desk.backUp();
    const id = await sendTicket(writer, 'After');
    desk.nudge();
    await expect.poll(() => stages(reader)).toEqual({ After: 'sent' });
    await say(reader, id, 'one');
    const folder = writer.folder;
    await writer.kill();
    desk.goDown();
    await sendMessage(reader, id, 'two');
    desk.comeBack();
    restore();
    reader.agent.renew();
    await expect.poll(() => stages(reader)).toEqual({ After: 'missing' });
    await reader.kill();
    clock.advance(25 * 3_600_000);
    started(startAgent({ fetch: desk.fetch, folder }));
    await expect.poll(() => titles(desk)).toEqual(['After']);
    const awake = started(startAgent({ fetch: desk.fetch, folder: reader.folder, clock }));
    await expect.poll(() => waiting(awake)).toBe(0);
    expect(messages(desk, id)).toEqual(['one', 'two']);
  });

  it('and the message that was being sent to it becomes the draft of a new ticket after a day', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    const restore = desk.backUp();
    desk.addTicket(EMAIL, ticketOf({ id: keyOf(1), title: 'By phone' }));
    desk.nudge();
    await expect.poll(() => stages(agent)).toEqual({ 'By phone': 'created' });
    desk.goDown();
    await sendMessage(agent, keyOf(1), 'Any news?');
    desk.comeBack();
    restore();
    agent.agent.renew();
    await expect.poll(() => stages(agent)).toEqual({ 'By phone': 'missing' });
    await expect.poll(() => agent.agent.state()).toMatchObject({ waiting: 1, hindrance: 'ticket-missing' });
    clock.advance(24 * 3_600_000);
    agent.agent.renew();
    await expect
      .poll(async () => unwrap(await agent.ask('draft:others', undefined)))
      .toMatchObject([{ title: 'By phone' }]);
    expect(await stages(agent)).toEqual({ 'By phone': 'missing' });
    expect(agent.agent.state().hindrance).toBeNull();
  });
});
