// Agents of earlier versions, which are updated after their server: what they send is taken as before.
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SyncResponse } from '../../../contract/sync.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
beforeEach(async () => {
  desk = await openTestServer();
});
afterEach(() => desk.close());

test('a sync of the first version, without all that came later, is carried out once, however often it is sent', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const [key, commentKey] = [v7(), v7()];
  const submittedAt = desk.clock.now().toISOString();
  const ticket = { ticketKind: 'incident', title: 'Printer', description: 'Smoke', attachments: [] };
  const json = {
    cursor: 0,
    commands: [
      { key, kind: 'create-ticket', submittedAt, body: ticket },
      {
        key: commentKey,
        kind: 'add-comment',
        submittedAt,
        body: { ticketId: key, body: 'More', attachments: [] },
      },
    ],
  };
  for (const _ of ['first', 'again']) {
    const answer = await agent.ask('/v1/sync', { json });
    expect(answer.status).toBe(200);
    const { results, tickets } = SyncResponse.parse(answer.body);
    expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    expect(tickets.map(({ title, comments }) => [title, comments.map(({ body }) => body)])).toEqual([
      ['Printer', ['More']],
    ]);
  }
  await desk.delivered();
  expect(await desk.rows('SELECT number FROM desk_ticket')).toHaveLength(1);
});
