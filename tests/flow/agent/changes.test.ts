// From the server to the windows: each change arrives once and shows one toast.
import { describe, expect, it } from 'vitest';
import {
  type AgentUnderTest,
  removedAfterEach,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { commentOf, keyOf } from '../../fakes/snapshots.ts';
import { listTickets } from './requests.ts';

const started = removedAfterEach();

const listed = async (agent: AgentUnderTest) => (await listTickets(agent, {})).tickets;

describe('changes', () => {
  it('a number, a reply and a resolution arrive without a request, each with one toast', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const id = await agent.submit('Printer on fire');
    await expect.poll(() => desk.tickets()).toHaveLength(1);

    desk.update(id, { number: 'R-000001' });
    await expect.poll(() => agent.toasts.map(({ title }) => title)).toEqual(['Ticket R-000001 created']);
    expect((await listed(agent))[0]).toMatchObject({ stage: 'created', unread: false });

    desk.update(id, {
      status: 'assigned',
      technician: 'A technician',
      comments: [commentOf({ body: 'On my way' })],
    });
    await expect.poll(() => agent.toasts.at(-1)?.title).toBe('A technician replied to R-000001');
    expect(agent.toasts.at(-1)).toMatchObject({ body: 'On my way', target: { ticketId: id } });
    expect((await listed(agent))[0]).toMatchObject({ unread: true, technician: 'A technician' });

    await agent.ask('tickets:open', { id });
    expect((await listed(agent))[0]).toMatchObject({ unread: false });

    desk.update(id, { status: 'resolved', solution: 'Extinguished' });
    await expect.poll(() => agent.toasts.at(-1)?.title).toBe('R-000001 is resolved');
    expect(agent.toasts).toHaveLength(3);
  });

  it('a ticket that the requester wrote elsewhere is listed without a toast', async () => {
    const desk = serverInMemory();
    const first = started(await startReadyAgent(desk));
    await first.submit('From another computer');
    await expect.poll(() => desk.tickets()).toHaveLength(1);

    const second = started(startAgent({ fetch: desk.fetch }));
    await expect.poll(() => desk.agentCount()).toBe(2);
    desk.setState('active');
    desk.confirm('requester@example.org');
    await expect.poll(async () => (await listed(second)).length).toBe(1);
    expect(second.toasts).toEqual([]);
    expect((await listed(second))[0]?.unread).toBe(false);
  });

  it('all changes arrive when one response cannot hold them', async () => {
    const desk = serverInMemory({ ticketsPerAnswer: 2 });
    const first = started(await startReadyAgent(desk));
    for (const title of ['One', 'Two', 'Three', 'Four', 'Five']) await first.submit(title);
    await expect.poll(() => desk.tickets()).toHaveLength(5);
    const second = started(await startReadyAgent(desk));
    await expect.poll(async () => (await listed(second)).length).toBe(5);
  });

  it('after the server was restored from a backup, the agent reads its feed from the beginning', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    const id = await agent.submit('Before the backup');
    await agent.submit('After the backup');
    await expect.poll(() => desk.tickets()).toHaveLength(2);
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    desk.rewind('requester@example.org');
    desk.update(id, { number: 'R-000001' });
    desk.rewind('requester@example.org');
    desk.nudge();
    await expect
      .poll(async () => (await listed(agent)).find((ticket) => ticket.id === id)?.number)
      .toBe('R-000001');
    await expect.poll(() => agent.condition()).toBe('ready');
  });

  it('a new requester sees all own tickets and none of the former requester’s', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    await agent.submit('The first one’s own');
    await expect.poll(async () => (await listed(agent))[0]?.stage).toBe('sent');

    const own = desk.tickets()[0];
    if (!own) throw new Error('no ticket');
    desk.addTicket('other@example.org', {
      ...own,
      id: keyOf(1),
      title: 'The other one’s own',
    });
    desk.confirm('other@example.org');
    await expect
      .poll(async () => (await listed(agent)).map(({ title }) => title))
      .toEqual(['The other one’s own']);
    expect(agent.toasts).toEqual([]);
  });

  it('windows are notified that the former requester’s tickets are gone', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    const id = await agent.submit('The first one’s own');
    await expect.poll(async () => (await listed(agent))[0]?.stage).toBe('sent');
    clock.advance(1000);
    agent.notices.length = 0;
    desk.confirm('other@example.org');
    await expect
      .poll(() => {
        clock.advance(250);
        return agent.notices;
      })
      .toContainEqual({ name: 'tickets:changed', notice: { ids: expect.arrayContaining([id]) } });
    expect(agent.notices.some(({ name }) => name === 'announcements:changed')).toBe(true);
    expect(await agent.ask('tickets:open', { id })).toMatchObject({ error: { code: 'ticket-not-found' } });
  });

  it('tickets are readable after a restart while the server is down', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const id = await agent.submit('Readable');
    await expect.poll(() => desk.tickets()).toHaveLength(1);
    desk.update(id, { number: 'R-000001', comments: [commentOf({ body: 'Read me offline' })] });
    await expect.poll(async () => (await listed(agent))[0]?.number).toBe('R-000001');
    await agent.kill();
    desk.goDown();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    expect(await again.ask('tickets:open', { id })).toMatchObject({
      ok: true,
      value: { stage: 'created', ticket: { comments: [{ body: 'Read me offline' }] } },
    });
  });

  it('a lost event stream is opened again', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    desk.goDown();
    const aSecondLater = <T>(read: () => T) => {
      clock.advance(1000);
      return read();
    };
    await expect.poll(() => aSecondLater(agent.condition)).toBe('offline');
    desk.comeBack();
    await expect.poll(() => aSecondLater(desk.streamCount)).toBe(1);
    await expect.poll(() => agent.condition()).toBe('ready');
  });

  it('a change whose event was lost is fetched within a minute from a server that tells no pace', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    const syncs = () => desk.calls.filter((call) => call === 'POST /v1/sync').length;
    expect(agent.condition()).toBe('ready');
    await expect.poll(() => agent.agent.isSending()).toBe(false);
    const before = syncs();
    clock.advance(60_000);
    await expect.poll(syncs).toBeGreaterThan(before);
  });

  it('while its stream is open, the agent calls as rarely as the server tells, and a change comes by the stream', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    desk.setUp({ pace: { whileStreaming: 900, withoutStream: 60, spread: 60 } });
    const agent = started(await startReadyAgent(desk, { clock }));
    const syncs = () => desk.calls.filter((call) => call === 'POST /v1/sync').length;
    const isIdle = () => !agent.agent.isSending() && desk.streamCount() === 1;
    await expect.poll(isIdle).toBe(true);
    const before = syncs();
    // ten minutes: the earliest sync is due after eleven, and what is due next is that the stream is silent
    for (let beat = 0; beat < 24; beat += 1) {
      clock.advance(25_000);
      desk.heartbeat();
      await expect.poll(() => clock.nextDue()).toBe(60_000);
    }
    expect(syncs()).toBe(before);
    desk.nudge();
    await expect.poll(syncs).toBe(before + 1);
  });

  it.each([
    ['0', { whileStreaming: 0, withoutStream: 0, spread: 0 }],
    ['a year', { whileStreaming: 31_536_000, withoutStream: 31_536_000, spread: 31_536_000 }],
    ['nonsense', 'soon'],
  ])('a server that tells %s seconds is called neither without pause nor never', async (_what, pace) => {
    const desk = serverInMemory();
    const clock = manualClock();
    desk.setUp({ pace });
    const agent = started(await startReadyAgent(desk, { clock }));
    const syncs = () => desk.calls.filter((call) => call === 'POST /v1/sync').length;
    await expect.poll(() => agent.agent.isSending()).toBe(false);
    const before = syncs();
    clock.advance(20_000);
    await expect.poll(() => agent.agent.isSending()).toBe(false);
    expect(syncs()).toBe(before);
    await expect
      .poll(() => {
        clock.advance(60_000);
        return syncs();
      })
      .toBeGreaterThan(before);
    expect(agent.condition()).toBe('ready');
  });
});
