// My tickets: shelves, search, invitations, pending acts and ratings, upload progress.
import { describe, expect, it } from 'vitest';
import type { TicketListQuery } from '../../../contract/ipc.ts';
import {
  type AgentUnderTest,
  removedAfterEach,
  screenOf,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { type ServerInMemory, serverInMemory } from '../../fakes/server-in-memory.ts';
import { COLLEAGUE, commentOf, keyOf, ME, ticketOf } from '../../fakes/snapshots.ts';
import { listTickets, openTicket, sendMessage } from './requests.ts';

const started = removedAfterEach();
const titles = async (agent: AgentUnderTest, query: Partial<TicketListQuery>) =>
  (await listTickets(agent, query)).tickets.map(({ title }) => title);

describe('the list', () => {
  it('separates the shelves, and shows tickets closed long ago only on request', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk, { clock: manualClock('2026-03-01T00:00:00.000Z') }));
    const closed = (day: string) => ({ status: 'closed', updatedAt: `${day}T00:00:00.000Z` }) as const;
    desk.addTicket(ME.email, ticketOf({ id: keyOf(1), title: 'Mine' }));
    desk.addTicket(ME.email, ticketOf({ id: keyOf(2), title: 'Lately closed', ...closed('2026-02-01') }));
    desk.addTicket(ME.email, ticketOf({ id: keyOf(3), title: 'Older', ...closed('2026-01-01') }));
    desk.addTicket(ME.email, ticketOf({ id: keyOf(4), title: 'Hers', you: 'contact', requester: COLLEAGUE }));
    desk.nudge();
    await expect.poll(() => titles(agent, { shelf: 'open' })).toEqual(['Mine']);
    expect(await titles(agent, { shelf: 'closed' })).toEqual(['Lately closed']);
    expect(await titles(agent, { shelf: 'closed', older: true })).toEqual(['Lately closed', 'Older']);
    expect(await titles(agent, { shelf: 'invited' })).toEqual(['Hers']);
  });

  it('returns the first page and the total', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    for (let number = 1; number <= 30; number++) desk.addTicket(ME.email, ticketOf({ id: keyOf(number) }));
    desk.nudge();
    await expect.poll(async () => (await listTickets(agent, { limit: 5 })).total).toBe(30);
    expect((await listTickets(agent, { limit: 5 })).tickets).toHaveLength(5);
  });

  it('searches every shelf and the pending tickets', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.addTicket(ME.email, ticketOf({ id: keyOf(1), title: 'Écran noir', status: 'closed' }));
    desk.addTicket(ME.email, ticketOf({ id: keyOf(2), title: 'Imprimante', technician: 'Zoé Écrin' }));
    desk.nudge();
    await expect.poll(async () => (await listTickets(agent, { shelf: 'open' })).total).toBe(1);
    desk.goDown();
    await agent.submit('Mon écran clignote');
    expect((await titles(agent, { search: 'ECR' })).sort()).toEqual([
      'Imprimante',
      'Mon écran clignote',
      'Écran noir',
    ]);
    expect(await titles(agent, { search: 'ecran  noir' })).toEqual(['Écran noir']);
    expect(await titles(agent, { search: 'rien' })).toEqual([]);
  });

  it('shows a ticket written on behalf of another under Invited, from Send on', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.goDown();
    const id = await agent.submit('For Léa', { onBehalfOf: { ...COLLEAGUE, site: null } });
    const stage = async () => (await listTickets(agent, { shelf: 'invited' })).tickets[0]?.stage;
    expect(await stage()).toBe('saved');
    expect(await openTicket(agent, id)).toMatchObject({
      stage: 'saved',
      ticket: { you: 'contact', requester: COLLEAGUE, contacts: [ME] },
    });
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(stage).toBe('sent');
    expect(await listTickets(agent, { shelf: 'open' })).toEqual({ tickets: [], total: 0 });
  });
});

describe('invited', () => {
  it('the first ticket ever is unread and shows a toast', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.addTicket(COLLEAGUE.email, ticketOf({ id: keyOf(7), requester: COLLEAGUE }));
    desk.invite(keyOf(7), ME);
    await expect
      .poll(() => agent.toasts.map(({ title }) => title))
      .toEqual(['Léa Martin has invited you to R-000001']);
    expect(agent.toasts[0]?.target).toEqual({ ticketId: keyOf(7) });
    expect((await listTickets(agent, { shelf: 'invited' })).tickets).toMatchObject([
      { unread: true, you: 'contact' },
    ]);
    expect(agent.agent.state().unread).toBe(1);
    await openTicket(agent, keyOf(7));
    expect(agent.agent.state().unread).toBe(0);
  });

  it('an approver gets a toast for the request, and none for the own approval', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const status = 'waiting_for_approval';
    desk.addTicket(COLLEAGUE.email, ticketOf({ id: keyOf(7), requester: COLLEAGUE, status }));
    desk.invite(keyOf(7), ME, 'approver');
    await expect
      .poll(() => agent.toasts.map(({ title }) => title))
      .toEqual(['Léa Martin asks for your approval: R-000001']);
    expect(await agent.ask('tickets:act', { id: keyOf(7), act: 'close' })).toMatchObject({
      error: { code: 'act-not-allowed' },
    });
    await agent.ask('tickets:act', { id: keyOf(7), act: 'approve' });
    await expect.poll(async () => (await openTicket(agent, keyOf(7))).ticket.status).toBe('approved');
    expect(agent.toasts).toHaveLength(1);
  });

  it('tickets from before the first sync show no toast', async () => {
    const desk = serverInMemory({ ticketsPerAnswer: 2 });
    for (let number = 1; number <= 5; number++) {
      desk.addTicket(ME.email, ticketOf({ id: keyOf(number), you: 'contact', requester: COLLEAGUE }));
    }
    const agent = started(startAgent({ fetch: desk.fetch }));
    await expect.poll(() => desk.streamCount()).toBe(1);
    desk.confirm(ME.email);
    await expect.poll(() => agent.agent.state().standing?.requester).toEqual(ME);
    desk.setState('active');
    await expect.poll(async () => (await listTickets(agent, { shelf: 'invited' })).total).toBe(5);
    expect(agent.toasts).toEqual([]);
    expect(agent.agent.state().unread).toBe(0);
  });
});

describe('what was done to a ticket', () => {
  async function withTicket(desk: ServerInMemory, status: 'resolved' | 'closed') {
    const agent = started(await startReadyAgent(desk));
    desk.addTicket(ME.email, ticketOf({ id: keyOf(1), status, solution: 'Turned off and on' }));
    desk.nudge();
    await expect
      .poll(async () => (await listTickets(agent, { shelf: 'open', search: 'printer' })).total)
      .toBe(1);
    return agent;
  }

  it('is shown as waiting while offline, is sent once, and waits until its effect arrives', async () => {
    const desk = serverInMemory();
    desk.ticketMood.isSlow = true;
    const agent = await withTicket(desk, 'resolved');
    desk.goDown();
    await agent.ask('tickets:act', { id: keyOf(1), act: 'close' });
    await agent.ask('tickets:act', { id: keyOf(1), act: 'close' });
    expect(await openTicket(agent, keyOf(1))).toMatchObject({
      waitingActs: ['close'],
      ticket: { status: 'resolved' },
    });
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    expect(await openTicket(agent, keyOf(1))).toMatchObject({ waitingActs: ['close'] });
    desk.catchUp();
    await expect.poll(async () => (await openTicket(agent, keyOf(1))).waitingActs).toEqual([]);
    expect(await openTicket(agent, keyOf(1))).toMatchObject({ ticket: { status: 'closed' } });
    expect(desk.received.filter(({ kind }) => kind === 'act-on-ticket')).toHaveLength(1);
    expect(agent.toasts).toEqual([]);
  });

  it('waits no longer when the ticket was reopened and resolved again while this agent was offline', async () => {
    const desk = serverInMemory();
    desk.ticketMood.isSlow = true;
    const agent = await withTicket(desk, 'resolved');
    await agent.ask('tickets:act', { id: keyOf(1), act: 'reopen' });
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    desk.goDown();
    desk.catchUp();
    desk.update(keyOf(1), { status: 'resolved' });
    expect(await openTicket(agent, keyOf(1))).toMatchObject({ waitingActs: ['reopen'] });
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(async () => (await openTicket(agent, keyOf(1))).waitingActs).toEqual([]);
  });

  it('is reported when refused, leaves no draft, and the ticket shows its real status', async () => {
    const desk = serverInMemory();
    const agent = await withTicket(desk, 'resolved');
    desk.goDown();
    await agent.ask('tickets:act', { id: keyOf(1), act: 'reopen' });
    desk.update(keyOf(1), { status: 'closed' });
    desk.comeBack();
    agent.agent.renew();
    await expect
      .poll(() => agent.toasts.map(({ title }) => title))
      .toContain('The ticket was not changed – Printer on fire');
    const refusal = agent.toasts.find(({ title }) => title.startsWith('The ticket was not changed'));
    expect(refusal).toMatchObject({ target: { ticketId: keyOf(1) } });
    expect(refusal?.body).toContain('Nothing was changed');
    expect(await openTicket(agent, keyOf(1))).toMatchObject({
      waitingActs: [],
      ticket: { status: 'closed' },
    });
    expect(await agent.ask('draft:others', undefined)).toEqual({ ok: true, value: [] });
    expect(agent.agent.state().waiting).toBe(0);
  });

  it('a rating is shown before the help desk has it, and the last one counts', async () => {
    const desk = serverInMemory();
    const agent = await withTicket(desk, 'closed');
    desk.goDown();
    await agent.ask('tickets:rate', { id: keyOf(1), rating: { score: 2, comment: '' } });
    await agent.ask('tickets:rate', { id: keyOf(1), rating: { score: 4, comment: 'Quick after all' } });
    expect(await openTicket(agent, keyOf(1))).toMatchObject({
      waitingRating: { score: 4, comment: 'Quick after all' },
    });
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(async () => (await openTicket(agent, keyOf(1))).ticket.satisfaction?.score).toBe(4);
    expect((await openTicket(agent, keyOf(1))).waitingRating).toBeNull();
  });

  it('“It still fails” sends a message, then reopens, with no other command between them', async () => {
    const desk = serverInMemory();
    const agent = await withTicket(desk, 'resolved');
    await sendMessage(agent, keyOf(1), 'It still fails', 'reopen');
    await expect.poll(async () => (await openTicket(agent, keyOf(1))).ticket.status).toBe('assigned');
    expect(desk.received.map(({ kind }) => kind)).toEqual(['add-comment', 'act-on-ticket']);
    expect(agent.toasts).toEqual([]);
  });

  it('a colleague’s message shows a toast, the requester’s own from another computer does not', async () => {
    const desk = serverInMemory();
    const agent = await withTicket(desk, 'resolved');
    const other = started(await startReadyAgent(desk));
    await expect.poll(async () => (await listTickets(other, { search: 'printer' })).total).toBe(1);
    await sendMessage(other, keyOf(1), 'From my other computer', null);
    await expect.poll(() => desk.tickets()[0]?.comments).toHaveLength(1);
    desk.nudge();
    await expect.poll(async () => (await openTicket(agent, keyOf(1))).ticket.comments.length).toBe(1);
    expect(agent.toasts).toEqual([]);
    const hers = commentOf({ author: 'requester', authorName: COLLEAGUE.fullName, body: 'Me too' });
    desk.update(keyOf(1), { comments: [...(desk.tickets()[0]?.comments ?? []), hers] });
    await expect
      .poll(() => agent.toasts.map(({ title, body }) => `${title}: ${body}`))
      .toEqual(['Léa Martin replied to R-000001: Me too']);
  });
});

describe('files on their way', () => {
  it('upload progress is listed with the ticket, and continues after a restart', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.uploads.mood.breakAfter = 30;
    const id = await agent.submit('With a picture', {}, screenOf(1, 2, 3));
    await expect.poll(() => desk.uploads.mood.breakAfter).toBeNull();
    const progress = (await listTickets(agent, {})).tickets[0]?.progress;
    expect(progress?.size).toBeGreaterThan(30);
    expect(await openTicket(agent, id)).toMatchObject({ progress });
    expect(agent.notices.some(({ name }) => name === 'tickets:changed')).toBe(true);
    await agent.kill();

    desk.uploads.mood.stall = new Promise(() => {});
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    await expect.poll(async () => (await openTicket(again, id)).progress?.sent).toBe(30);
    desk.uploads.mood.stall = null;
    await again.kill();
    const third = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    await expect.poll(async () => (await openTicket(third, id)).stage).toBe('sent');
    expect((await openTicket(third, id)).progress).toBeNull();
  });
});
