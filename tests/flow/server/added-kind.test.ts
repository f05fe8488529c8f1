// A kind of backend added as docs/add-a-connector.md says, by one line in each table, works like any other.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openTicketFile } from '../../fakes/file-desk/ticket-file.ts';
import { ticketCommand } from '../../fakes/server/agent.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

vi.mock('../../../contract/backend-kinds.ts', async (original) => {
  const { BACKEND_KINDS } = await original<typeof import('../../../contract/backend-kinds.ts')>();
  const { FILE_SECRETS, FileSettings } = await import('../../fakes/file-desk/settings.ts');
  return { BACKEND_KINDS: [...BACKEND_KINDS, { settings: FileSettings, secrets: FILE_SECRETS }] };
});

vi.mock('../../../server/backends/kinds.ts', async (original) => {
  const { CONNECTOR_KINDS } = await original<typeof import('../../../server/backends/kinds.ts')>();
  const { fileKind } = await import('../../fakes/file-desk/kind.ts');
  return { CONNECTOR_KINDS: { ...CONNECTOR_KINDS, file: fileKind } };
});

let desk: TestServer;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-folder-'));
  desk = await openTestServer();
});
afterEach(async () => {
  await desk.close();
  await rm(folder, { recursive: true, force: true });
});

test('a ticket is delivered once to a backend of the added kind', async () => {
  const administrator = await desk.administrator();
  const settings = { kind: 'file', folder };
  const checked = await administrator.ask('/backends/test', { json: { settings, secrets: {} } });
  expect(checked.body).toEqual([{ name: 'reachable', problem: null }]);
  const json = { name: 'The folder', settings, secrets: {} };
  const added = await administrator.ask('/backends', { json });
  expect(added.body).toMatchObject({ name: 'The folder', settings, storedSecrets: [] });
  const { id } = added.body as { id: string };
  expect((await administrator.ask('/backends')).body).toMatchObject([
    { id: 'built-in' },
    { id, kind: 'file' },
  ]);
  await administrator.ask('/routes', {
    method: 'PUT',
    json: [{ organisationId: null, entryId: null, backendId: id }],
  });

  const agent = await desk.activeAgent('a.requester@contoso.example');
  const command = ticketCommand({ title: 'The folder is full' });
  await agent.sync([command]);
  await desk.delivered();
  expect(await openTicketFile(folder).lines()).toMatchObject([
    { operation: 'create-ticket', key: command.key, title: 'The folder is full' },
  ]);
});

test('settings that its schema rejects are refused', async () => {
  const administrator = await desk.administrator();
  const json = { name: 'The folder', settings: { kind: 'file', folder: 'relative' }, secrets: {} };
  expect((await administrator.ask('/backends', { json })).status).toBe(400);
});
