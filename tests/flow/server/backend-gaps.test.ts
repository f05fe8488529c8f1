// Gaps of backends: agents learn of them before anything is sent, and nothing is lost because of them.
import { v7 } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import { attachmentOf, commentCommand, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { catalogueOf, personOf } from '../../fakes/server/imports.ts';
import type { TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
afterEach(() => desk.close());

const APPROVER = 'approver@contoso.example';

/** A server with two leaves, one of them with an approver. */
async function open(defaultBackend: 'bare' | 'built-in') {
  const bare = createBackend('B', { ...ELSEWHERE, attachments: 'none', acts: ['close', 'reopen'] });
  const opened = await openWithBackends({ bare }, defaultBackend);
  desk = opened.desk;
  await desk.runImport('directory', { people: [personOf('approver'), personOf('requester')] });
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }, { id: 'laptop', approver: APPROVER }));
  return { bare, id: opened.ids.bare, agent: await desk.activeAgent('requester@contoso.example') };
}

test('sync tells an agent which categories lead to a backend without files or approvals', async () => {
  const { agent, id } = await open('bare');
  expect((await agent.sync()).backendGaps).toEqual({ files: [null, 'slow', 'laptop'], approval: ['laptop'] });
  const route = 'INSERT INTO route (organisation_id, entry_id, backend_id) VALUES (NULL, ?, ?)';
  await desk.alter(route, 'laptop', 'built-in');
  expect((await agent.sync()).backendGaps).toEqual({ files: [null, 'slow'], approval: [] });
  await desk.alter("UPDATE route SET backend_id = 'built-in'");
  expect((await agent.sync()).backendGaps).toEqual({ files: [], approval: [] });
  await desk.alter(route, 'wifi', id);
  expect((await agent.sync()).backendGaps).toEqual({ files: ['slow'], approval: [] });
});

test('files that the backend does not accept stay with the ticket, and the backend gets their names', async () => {
  const { agent, bare } = await open('bare');
  const picture = Buffer.alloc(2000, 'p');
  await agent.upload(picture);
  const ticket = ticketCommand({ attachments: [attachmentOf(picture)] });
  const note = commentCommand(
    ticket.key,
    { body: '', attachments: [attachmentOf(picture, 'log.txt')] },
    v7(),
  );
  await agent.sync([ticket, note]);
  await desk.delivered();
  expect(bare.ticket().content.answers).toEqual([
    { label: 'Fichiers conservés dans Guichet / Files kept in Guichet', value: 'screen.png' },
  ]);
  expect(bare.ticket().comments.map(({ body }) => body)).toEqual([
    '[Fichiers conservés dans Guichet / Files kept in Guichet] log.txt',
  ]);
  expect(bare.ticket().files).toEqual([]);
  const [seen] = (await agent.sync()).tickets;
  expect(seen).toMatchObject({ attachments: [{ name: 'screen.png' }], can: { attach: false } });
  expect(seen?.comments[0]?.attachments).toMatchObject([{ name: 'log.txt' }]);
});

test('a ticket on a backend without approvals has no approver', async () => {
  const { agent } = await open('bare');
  await agent.sync([ticketCommand({ categoryId: 'laptop' })]);
  await desk.delivered();
  expect((await agent.sync()).tickets[0]).toMatchObject({ approver: null, status: 'new' });
});
