// What the backend of a ticket does not accept is refused in the agent, and its text is not lost.
import { expect, it } from 'vitest';
import { type AgentUnderTest, removedAfterEach, startReadyAgent } from '../../fakes/agent-under-test.ts';
import { type ServerInMemory, serverInMemory } from '../../fakes/server-in-memory.ts';
import { unwrap } from './requests.ts';

const started = removedAfterEach();
const NOTHING = { acts: [], rate: false, comment: false, attach: false };

async function withTicket(desk: ServerInMemory): Promise<{ agent: AgentUnderTest; ticketId: string }> {
  const agent = started(await startReadyAgent(desk));
  const ticketId = await agent.submit('A ticket');
  await expect.poll(() => agent.agent.state().waiting).toBe(0);
  return { agent, ticketId };
}

it('acts, ratings and messages that the backend does not accept are refused, and the message stays a draft', async () => {
  const desk = serverInMemory();
  const { agent, ticketId } = await withTicket(desk);
  const draft = unwrap(await agent.ask('draft:of-ticket', { id: ticketId }));
  desk.update(ticketId, { number: 'R-000001', status: 'resolved', can: NOTHING });
  const detail = async () => unwrap(await agent.ask('tickets:open', { id: ticketId }));
  await expect.poll(async () => (await detail()).ticket.can).toEqual(NOTHING);

  const refused = { ok: false, error: { code: 'not-taken-there' } };
  expect(await agent.ask('tickets:act', { id: ticketId, act: 'close' })).toEqual(refused);
  const rating = { score: 4, comment: '' };
  expect(await agent.ask('tickets:rate', { id: ticketId, rating })).toEqual(refused);
  const content = { ...draft.content, description: 'It still fails' };
  expect(await agent.ask('draft:submit', { id: draft.id, content, act: null })).toEqual(refused);
  expect(unwrap(await agent.ask('draft:of-ticket', { id: ticketId })).content).toEqual(content);
  expect(desk.received.map(({ kind }) => kind)).toEqual(['create-ticket']);
});

it('the list shows an awaited number, and a status text of the backend', async () => {
  const desk = serverInMemory();
  const { agent, ticketId } = await withTicket(desk);
  desk.update(ticketId, { statusText: 'Geler', numberAwaited: true });
  const query = { shelf: 'open', search: '', older: false, limit: 10 } as const;
  await expect
    .poll(async () => unwrap(await agent.ask('tickets:list', query)).tickets)
    .toMatchObject([{ stage: 'sent', number: null, statusText: 'Geler', numberAwaited: true }]);
});
