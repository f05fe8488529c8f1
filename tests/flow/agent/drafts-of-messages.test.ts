// Drafts of messages: one for each ticket, stored while typing, sent with files and with an act.
import { describe, expect, it } from 'vitest';
import type { RequesterAct } from '../../../contract/ticket.ts';
import { openStorage } from '../../../main/db/storage.ts';
import { systemChance as chance } from '../../../main/support/chance.ts';
import {
  type AgentUnderTest,
  plainWrap,
  removedAfterEach,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { type ServerInMemory, serverInMemory } from '../../fakes/server-in-memory.ts';
import { openTicket, unwrap } from './requests.ts';

const started = removedAfterEach();

async function withTicket(desk: ServerInMemory): Promise<{ agent: AgentUnderTest; ticketId: string }> {
  const agent = started(await startReadyAgent(desk));
  const ticketId = await agent.submit('A ticket');
  await expect.poll(() => agent.agent.state().waiting).toBe(0);
  return { agent, ticketId };
}
const draftOf = async (agent: AgentUnderTest, id: string) =>
  unwrap(await agent.ask('draft:of-ticket', { id }));

async function send(agent: AgentUnderTest, ticketId: string, description: string, act: RequesterAct | null) {
  const { id, content } = await draftOf(agent, ticketId);
  const sent = await agent.ask('draft:submit', { id, content: { ...content, description }, act });
  return sent.ok ? null : sent.error.code;
}

describe('a message', () => {
  it('is one draft for each ticket, and survives a crash', async () => {
    const desk = serverInMemory();
    const { agent, ticketId } = await withTicket(desk);
    const other = await agent.submit('Another');
    const first = await draftOf(agent, ticketId);
    expect(first).toMatchObject({ ticketId, facts: [], factsComplete: true });
    expect((await draftOf(agent, other)).id).not.toBe(first.id);
    const content = { ...first.content, description: 'Half a message' };
    unwrap(await agent.ask('draft:write', { id: first.id, content }));
    expect(await agent.ask('draft:others', undefined)).toEqual({ ok: true, value: [] });
    await agent.kill();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    expect(await draftOf(again, ticketId)).toMatchObject({ id: first.id, content });
  });

  it('can be written again when its draft was damaged on the disk', async () => {
    const desk = serverInMemory();
    const { agent, ticketId } = await withTicket(desk);
    const first = await draftOf(agent, ticketId);
    const write = (description: string, { id, content } = first) =>
      agent.ask('draft:write', { id, content: { ...content, description } });
    unwrap(await write('Half a message'));
    await agent.kill();
    const storage = unwrap(openStorage(agent.folder, { wrap: plainWrap, chance }));
    storage.db.prepare('update draft set sealed = ?').run(Buffer.from('damaged'));
    storage.close();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    // It is lost, which is told, and the tickets come from the server again.
    expect(again.agent.state().recovery).toMatchObject({ cause: 'damaged', lost: { queued: 0, drafts: 1 } });
    await expect.poll(() => again.ask('draft:of-ticket', { id: ticketId })).toMatchObject({ ok: true });
    const { id, content } = await draftOf(again, ticketId);
    expect(id).not.toBe(first.id);
    unwrap(await again.ask('draft:write', { id, content: { ...content, description: 'Once more' } }));
    unwrap(await again.ask('draft:discard', { id }));
  });

  it('takes pictures and files, and notifies My tickets, not the form', async () => {
    const desk = serverInMemory();
    const { agent, ticketId } = await withTicket(desk);
    const { id } = await draftOf(agent, ticketId);
    const before = agent.notices.length;
    const source = { kind: 'screens' } as const;
    unwrap(await agent.ask('draft:capture', { id, source, delaySeconds: 0, replaces: null }));
    const files = [{ name: 'notes.txt', bytes: Buffer.from('what I saw') }];
    expect(await agent.agent.attachFiles({ id, files })).toEqual({
      ok: true,
      value: { attached: 1, refused: [] },
    });
    const notices = agent.notices.slice(before).map(({ name }) => name);
    expect(notices).toContain('draft:changed');
    expect(notices).not.toContain('draft:shown');
    expect(await send(agent, ticketId, '', null)).toBeNull();
    await expect.poll(() => desk.tickets()[0]?.comments[0]?.attachments).toHaveLength(2);
    expect((await draftOf(agent, ticketId)).id).not.toBe(id);
  });

  it('that says "It still fails" comes before the act that reopens the ticket', async () => {
    const desk = serverInMemory();
    const { agent, ticketId } = await withTicket(desk);
    desk.update(ticketId, { status: 'resolved', solution: 'Restarted' });
    await expect.poll(async () => (await openTicket(agent, ticketId)).ticket.status).toBe('resolved');
    expect(await send(agent, ticketId, 'Not for me', 'close')).toBeNull();
    await expect
      .poll(() => desk.received.map(({ kind }) => kind))
      .toEqual(['create-ticket', 'add-comment', 'act-on-ticket']);
  });

  it('is refused when empty, when too long, and to a closed or unknown ticket', async () => {
    const desk = serverInMemory();
    const { agent, ticketId } = await withTicket(desk);
    expect(await send(agent, ticketId, ' \n ', null)).toBe('text-empty');
    expect(await send(agent, ticketId, 'x'.repeat(100_001), null)).toBe('text-too-long');
    expect(await send(agent, ticketId, 'Approved', 'approve')).toBe('act-not-allowed');
    const unknown = { id: '019c1234-5678-7abc-8def-0123456789ab' };
    expect(await agent.ask('draft:of-ticket', unknown)).toMatchObject({
      error: { code: 'ticket-not-found' },
    });
    desk.update(ticketId, { status: 'closed' });
    await expect.poll(async () => (await openTicket(agent, ticketId)).ticket.status).toBe('closed');
    expect(await send(agent, ticketId, 'Too late', null)).toBe('ticket-closed');
    expect((await draftOf(agent, ticketId)).content.description).toBe('Too late');
  });
});
