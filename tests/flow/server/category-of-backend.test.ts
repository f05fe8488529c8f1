// A category is sent with its id to the backend it was imported from, and by name to every other.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { idPrefix } from '../../../server/catalogue/backend-ids.ts';
import { type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE, type FakeBackend } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import type { TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
let agent: FakeAgent;
let first: FakeBackend;
let second: FakeBackend;
let ids: Readonly<Record<'first' | 'second', string>>;

beforeEach(async () => {
  first = createBackend('F', ELSEWHERE);
  second = createBackend('S', ELSEWHERE);
  const opened = await openWithBackends({ first, second }, 'first');
  ({ desk, ids } = opened);
  agent = await desk.activeAgent('requester@contoso.example');
});
afterEach(() => desk.close());

/** A leaf "Network > Wi-Fi > Slow" of Contoso. */
async function addLeaf(id: string, familyId: string): Promise<void> {
  const [organisation] = await desk.rows('SELECT id FROM organisation');
  await desk.alter(
    `INSERT INTO catalogue_entry (organisation_id, id, position, family_id, family_en, family_fr, service_id,
      service_en, service_fr, name_en, name_fr, fields)
      VALUES (?, ?, 0, ?, 'Network', 'Network', 'wifi', 'Wi-Fi', 'Wi-Fi', 'Slow', 'Slow', '[]')`,
    ...[organisation?.id, id, familyId],
  );
}

async function ticketFor(categoryId: string): Promise<string> {
  const command = ticketCommand({ categoryId });
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

const NAME = 'Network > Wi-Fi > Slow';

test.each([
  { what: 'a leaf', leafOf: (id: string) => `${idPrefix(id)}itop-5` },
  { what: 'a leaf from before ids named their backend', leafOf: () => 'itop-5' },
])('$what is sent with its id to its own backend, and by name to another', async ({ leafOf }) => {
  await addLeaf(leafOf(ids.first), `${idPrefix(ids.first)}network`);
  await ticketFor(leafOf(ids.first));
  expect(first.ticket().content.category).toEqual({ id: 'itop-5', name: NAME });
  await desk.alter('UPDATE route SET backend_id = ?', ids.second);
  await ticketFor(leafOf(ids.first));
  expect(second.ticket().content.category).toEqual({ id: null, name: NAME });
});

test('a leaf of a file is sent by name, whatever its id looks like', async () => {
  await addLeaf('itop-5', 'network');
  await ticketFor('itop-5');
  expect(first.ticket().content.category).toEqual({ id: null, name: NAME });
});

test('a hand-over sends the category as the receiving backend knows it', async () => {
  await addLeaf(`${idPrefix(ids.second)}itop-5`, `${idPrefix(ids.second)}network`);
  const id = await ticketFor(`${idPrefix(ids.second)}itop-5`);
  expect(first.ticket().content.category).toEqual({ id: null, name: NAME });
  const technician = await desk.technician();
  await technician.ask(`/tickets/${id}/hand-over`, { json: { backendId: ids.second, note: '' } });
  await desk.delivered();
  expect(second.ticket().content.category).toEqual({ id: 'itop-5', name: NAME });
});
