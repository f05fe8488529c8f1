// An agent of now at a server of 0.2.0, the first release, which knows none of what came later, and says none of it.
import { expect, test } from 'vitest';
import type { Fetch } from '../../../main/http/server-client.ts';
import { removedAfterEach, screenOf, startReadyAgent } from '../../fakes/agent-under-test.ts';
import { ReleasedSyncRequest, ReleasedSyncResponse } from '../../fakes/released-contract.ts';
import { type ServerInMemory, serverInMemory } from '../../fakes/server-in-memory.ts';
import { listTickets, openTicket, sendMessage, unwrap } from './requests.ts';

const started = removedAfterEach();

/** Lets nothing through that 0.2.0 did not know, and fails where it lacks what that needs. */
function asReleased(desk: ServerInMemory): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.endsWith('/v1/sync')) return desk.fetch(request);
    const asked = ReleasedSyncRequest.parse(await request.json());
    const { method, headers } = request;
    const answer = await desk.fetch(request.url, { method, headers, body: JSON.stringify(asked) });
    return answer.ok ? Response.json(ReleasedSyncResponse.parse(await answer.json())) : answer;
  };
}

test('tickets, messages, acts and ratings arrive once, and what the help desk does is shown', async () => {
  const desk = serverInMemory();
  desk.setUp({ mailWish: null });
  desk.mood.isOld = true;
  const agent = started(await startReadyAgent({ ...desk, fetch: asReleased(desk) }));
  const id = await agent.submit('Printer', {}, screenOf(1, 2, 3));
  await expect.poll(() => desk.tickets().map(({ title }) => title)).toEqual(['Printer']);
  await sendMessage(agent, id, 'More');
  await expect.poll(() => desk.tickets()[0]?.comments.map(({ body }) => body)).toEqual(['More']);
  expect(desk.tickets()[0]?.attachments).toHaveLength(1);
  desk.update(id, { status: 'resolved', number: 'R-000001', solution: 'Done', technician: 'T' });
  await expect.poll(async () => (await openTicket(agent, id)).ticket.status).toBe('resolved');
  unwrap(await agent.ask('tickets:act', { id, act: 'close' }));
  await expect.poll(async () => (await openTicket(agent, id)).ticket.status).toBe('closed');
  unwrap(await agent.ask('tickets:rate', { id, rating: { score: 4, comment: '' } }));
  await expect.poll(() => desk.tickets()[0]?.satisfaction?.score).toBe(4);
  await expect.poll(() => agent.agent.state().waiting).toBe(0);
  expect(new Set(desk.received.map(({ key }) => key)).size).toBe(desk.received.length);
  expect((await listTickets(agent, { shelf: 'closed' })).tickets).toMatchObject([{ number: 'R-000001' }]);
  expect(agent.condition()).toBe('ready');
});
