// The catalogue entries that a route can name: every level once for each organisation, without retired ones.
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRoutableEntries } from '../../../server/catalogue/routable-entries.ts';
import type { Database } from '../../../server/storage/schema.ts';
import type { Storage } from '../../../server/storage/storage.ts';
import { openOwnStorage } from '../../fakes/server/own-storage.ts';

const AT = '2030-01-02T08:00:00.000Z';
const [OURS, OTHERS] = [v7(), v7()].sort() as [string, string];
let storage: Storage;
let db: Database;

beforeEach(async () => {
  storage = await openOwnStorage();
  db = storage.db;
  await db
    .insertInto('organisation')
    .values([OURS, OTHERS].map((id) => ({ id, name: id, nameKey: id, emailDomains: '[]', createdAt: AT })))
    .execute();
});
afterEach(() => storage.close());

async function addLeaf(
  organisationId: string,
  id: string,
  position: number,
  retiredAt: string | null = null,
  approver: string | null = null,
) {
  await db
    .insertInto('catalogueEntry')
    .values({
      organisationId,
      id,
      position,
      familyId: 'network',
      serviceId: 'wifi',
      fields: '[]',
      retiredAt,
      familyEn: 'Network',
      familyFr: 'Réseau',
      serviceEn: 'Wi-Fi',
      serviceFr: 'Wi-Fi',
      nameEn: id,
      nameFr: id,
      description: null,
      kind: null,
      approver,
      dueHours: null,
    })
    .execute();
}

test('a family and a service are listed once, before their leaves, with their path', async () => {
  await addLeaf(OURS, 'down', 1);
  await addLeaf(OURS, 'slow', 2);
  await addLeaf(OURS, 'gone', 3, AT);
  await addLeaf(OTHERS, 'down', 1);
  const entries = await readRoutableEntries(db);
  expect(entries.map(({ organisationId, id }) => [organisationId, id])).toEqual([
    ...['network', 'wifi', 'down', 'slow'].map((id) => [OURS, id]),
    ...['network', 'wifi', 'down'].map((id) => [OTHERS, id]),
  ]);
  expect(entries.slice(0, 3).map(({ name }) => name.fr)).toEqual([
    'Réseau',
    'Réseau > Wi-Fi',
    'Réseau > Wi-Fi > down',
  ]);
});

test('a leaf with an approver lists itself, its service and its family', async () => {
  await addLeaf(OURS, 'laptop', 1, null, 'boss@contoso.example');
  await addLeaf(OURS, 'slow', 2);
  const entries = await readRoutableEntries(db);
  expect(entries.map(({ approvedLevels }) => approvedLevels)).toEqual([
    ...[null, null],
    ...[['laptop', 'wifi', 'network'], null],
  ]);
});
