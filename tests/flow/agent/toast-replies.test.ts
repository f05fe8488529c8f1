// Replies written in a toast: sent once like any message, and never lost.
import { describe, expect, it } from 'vitest';
import { ALL_ABILITIES, type TicketSnapshot } from '../../../contract/ticket.ts';
import { newKey, systemChance } from '../../../main/support/chance.ts';
import {
  type AgentUnderTest,
  removedAfterEach,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { type ServerInMemory, serverInMemory } from '../../fakes/server-in-memory.ts';
import { commentOf } from '../../fakes/snapshots.ts';
import { openTicket, unwrap } from './requests.ts';

const started = removedAfterEach();

async function withReply(desk: ServerInMemory): Promise<{ agent: AgentUnderTest; ticketId: string }> {
  const agent = started(await startReadyAgent(desk));
  const ticketId = await agent.submit('A ticket');
  await expect.poll(() => agent.agent.state().waiting).toBe(0);
  reply(desk, ticketId, 'Is it plugged in?');
  await expect.poll(() => agent.toasts.some(({ reply }) => reply !== null)).toBe(true);
  return { agent, ticketId };
}
/** A reply of a technician. */
function reply(desk: ServerInMemory, id: string, body: string, changed: Partial<TicketSnapshot> = {}): void {
  desk.update(id, { ...changed, comments: [commentOf({ id: newKey(systemChance, new Date()), body })] });
}
const comments = (desk: ServerInMemory) =>
  desk
    .tickets()[0]
    ?.comments.filter(({ author }) => author !== 'technician')
    .map(({ body }) => body);

describe('a reply written in a toast', () => {
  it('arrives as a message, and marks the ticket as read', async () => {
    const desk = serverInMemory();
    const { agent, ticketId } = await withReply(desk);
    expect(agent.toasts.at(-1)).toMatchObject({ reply: { button: 'Reply' }, target: { ticketId } });
    expect(agent.agent.state().unread).toBe(1);
    expect(agent.agent.reply(ticketId, '  It is  ')).toEqual({ ok: true });
    expect(agent.agent.state().unread).toBe(0);
    await expect.poll(() => comments(desk)).toEqual(['It is']);
  });

  it('written offline survives a crash, and is sent once even if the first response is lost', async () => {
    const desk = serverInMemory();
    const { agent, ticketId } = await withReply(desk);
    desk.mood.down = true;
    agent.agent.reply(ticketId, 'It is');
    expect(agent.agent.state().waiting).toBe(1);
    await agent.kill();
    desk.mood.down = false;
    desk.mood.loseNextAnswer = true;
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    again.agent.renew();
    await expect
      .poll(() => {
        again.agent.renew();
        return again.agent.state().waiting;
      })
      .toBe(0);
    expect(comments(desk)).toEqual(['It is']);
  });

  it('does not change the draft of a message to the same ticket', async () => {
    const desk = serverInMemory();
    const { agent, ticketId } = await withReply(desk);
    const draft = unwrap(await agent.ask('draft:of-ticket', { id: ticketId }));
    const content = { ...draft.content, description: 'Half a message' };
    unwrap(await agent.ask('draft:write', { id: draft.id, content }));
    agent.agent.reply(ticketId, 'It is');
    await expect.poll(() => comments(desk)).toEqual(['It is']);
    expect(unwrap(await agent.ask('draft:of-ticket', { id: ticketId }))).toMatchObject({
      id: draft.id,
      content,
    });
  });

  it.each<[string, Partial<TicketSnapshot>, string, string]>([
    ['is closed meanwhile', { status: 'closed' }, 'It is', 'ticket-closed'],
    ['takes no messages', { can: { ...ALL_ABILITIES, comment: false } }, 'It is', 'not-taken-there'],
    ['takes no message of this length', {}, 'x'.repeat(100_001), 'text-too-long'],
  ])('to a ticket that %s is reported, and becomes a draft', async (_, change, text, code) => {
    const desk = serverInMemory();
    const { agent, ticketId } = await withReply(desk);
    desk.update(ticketId, change);
    await expect.poll(async () => (await openTicket(agent, ticketId)).ticket).toMatchObject(change);
    expect(agent.agent.reply(ticketId, text)).toEqual({ ok: true });
    expect(agent.toasts.at(-1)?.title).toBe('Your message was not accepted – A ticket');
    const others = unwrap(await agent.ask('draft:others', undefined));
    expect(others[0]).toMatchObject({ title: 'A ticket', problem: { code } });
    unwrap(await agent.ask('draft:open', { id: others[0]?.id ?? '' }));
    expect((await agent.shown()).content).toMatchObject({ title: 'A ticket', description: text });
  });
});

it('the toast for a ticket that takes no messages has no reply box', async () => {
  const desk = serverInMemory();
  const agent = started(await startReadyAgent(desk));
  const ticketId = await agent.submit('A ticket');
  await expect.poll(() => agent.agent.state().waiting).toBe(0);
  reply(desk, ticketId, 'Look at the mail we sent', { can: { ...ALL_ABILITIES, comment: false } });
  await expect.poll(() => agent.toasts.at(-1)?.body).toBe('Look at the mail we sent');
  expect(agent.toasts.at(-1)?.reply).toBeNull();
});
