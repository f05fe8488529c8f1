// The import of a backend's catalogue into an organisation's: what it adds, what it leaves alone, what it refuses.
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ImportedCatalogue } from '../../../contract/catalogue.ts';
import { importFromBackend } from '../../../server/backends/backend-catalogue.ts';
import { idPrefix } from '../../../server/catalogue/backend-ids.ts';
import { importCatalogue } from '../../../server/catalogue/import-catalogue.ts';
import { readCatalogue } from '../../../server/catalogue/read-catalogue.ts';
import { systemChance } from '../../../server/chance.ts';
import { systemClock } from '../../../server/clock.ts';
import type { BackendService } from '../../../server/connectors/connector.ts';
import { createAudit } from '../../../server/staff/audit.ts';
import type { Database } from '../../../server/storage/schema.ts';
import type { Storage } from '../../../server/storage/storage.ts';
import { createPlainConnector, PLAIN_CAPABILITIES } from '../../fakes/plain-desk/connector.ts';
import { createPlainDesk } from '../../fakes/plain-desk/desk.ts';
import { catalogueOf } from '../../fakes/server/imports.ts';
import { openOwnStorage } from '../../fakes/server/own-storage.ts';

const AT = '2030-01-02T08:00:00.000Z';
const [CONTOSO, STAFF] = [v7(), v7()];
const [ITOP, OTHER] = [
  { id: v7(), name: 'iTop' },
  { id: v7(), name: 'Other desk' },
];
const audit = createAudit({ clock: systemClock, chance: systemChance });
let storage: Storage;
let db: Database;

beforeEach(async () => {
  storage = await openOwnStorage();
  db = storage.db;
  const organisation = {
    id: CONTOSO,
    name: 'Contoso',
    nameKey: 'contoso',
    emailDomains: '[]',
    createdAt: AT,
  };
  await db.insertInto('organisation').values(organisation).execute();
  const staff = { id: STAFF, email: 'admin@contoso.example', fullName: 'An administrator', passwordHash: '' };
  await db
    .insertInto('staff')
    .values({ ...staff, role: 'administrator', createdAt: AT })
    .execute();
});
afterEach(() => storage.close());

function service(id: string, ...path: string[]): BackendService {
  return { id, path: path.map((en) => ({ en, fr: `${en} (fr)` })), kind: 'incident' };
}

/** A backend that offers these services to Contoso only. */
function offering(services: BackendService[], capabilities = PLAIN_CAPABILITIES) {
  const line = { isDown: false, next: null, signedIn: true };
  return {
    ...createPlainConnector(createPlainDesk(), line, capabilities),
    catalogue: async (organisation: string) => ({
      ok: true as const,
      value: organisation === 'Contoso' ? services : [],
    }),
  };
}

async function importServices(services: BackendService[], backend = ITOP, organisationId = CONTOSO) {
  const request = { backend, connector: offering(services), organisationId };
  const imported = await importFromBackend({ db, clock: systemClock, audit }, STAFF, request);
  return imported.ok ? imported.value : imported.error;
}

async function fromFile(file: unknown): Promise<void> {
  await importCatalogue({ db, clock: systemClock, audit }, CONTOSO, ImportedCatalogue.parse(file));
}

/** Paths and ids of the leaves that agents are offered. `iTop.1` stands for iTop's id 1. */
async function offered(): Promise<string[]> {
  const catalogue = await readCatalogue(db, CONTOSO);
  return (catalogue?.families ?? []).flatMap((family) =>
    family.services.flatMap(({ name, subcategories }) =>
      subcategories.map((leaf) => `${family.name.en} > ${name.en} > ${leaf.name.en} = ${shortOf(leaf.id)}`),
    ),
  );
}

function shortOf(id: string): string {
  return id.replace(idPrefix(ITOP.id), 'iTop.').replace(idPrefix(OTHER.id), 'other.');
}

test('imported services get ids that name their backend, at any depth of their paths', async () => {
  const tally = await importServices([
    service('1', 'Network', 'Wi-Fi', 'No access'),
    service('2', 'Network', 'Wi-Fi', 'Slow'),
    service('3', 'Network', 'Cable'),
    service('4', 'Other'),
    service('5', 'Work', 'Place', 'Desk', 'Lamp'),
  ]);
  expect(tally).toEqual({ added: 5, changed: 0, retired: 0 });
  expect(await offered()).toEqual([
    'Network > Wi-Fi > No access = iTop.1',
    'Network > Wi-Fi > Slow = iTop.2',
    'Network > Network > Cable = iTop.3',
    'Other > Other > Other = iTop.4',
    'Work > Place > Desk > Lamp = iTop.5',
  ]);
  const row = await db.selectFrom('audit').select(['staffId', 'act', 'subjectId']).executeTakeFirst();
  expect(row).toEqual({ staffId: STAFF, act: 'import-catalogue', subjectId: CONTOSO });
});

test('a second import changes nothing, and services no longer offered are retired', async () => {
  const [first, second] = [
    service('1', 'Network', 'Wi-Fi', 'No access'),
    service('2', 'Office', 'Printing', 'Toner'),
  ];
  await importServices([first, second]);
  const before = await db.selectFrom('catalogueEntry').select(['id', 'familyId', 'serviceId']).execute();
  expect(await importServices([first, second])).toEqual({ added: 0, changed: 0, retired: 0 });
  expect(await db.selectFrom('catalogueEntry').select(['id', 'familyId', 'serviceId']).execute()).toEqual(
    before,
  );
  expect(await importServices([second])).toEqual({ added: 0, changed: 0, retired: 1 });
  expect(await offered()).toEqual(['Office > Printing > Toner = iTop.2']);
});

test('entries imported from a file stay, and one with the id of a backend’s service keeps its fields', async () => {
  const field = { id: 'room', label: { en: 'Room', fr: 'Salle' }, required: true, type: 'text' };
  await fromFile(
    catalogueOf(
      { id: 'own' },
      {
        id: `${idPrefix(ITOP.id)}7`,
        fields: [{ ...field, hint: null, prefill: 'room', type: 'text' }],
        dueHours: 4,
      },
    ),
  );
  await importServices([service('7', 'Office', 'Printing', 'Toner')]);
  expect(await offered()).toEqual(['Network > Wi-Fi > Leaf own = own', 'Office > Printing > Toner = iTop.7']);
  const entry = await db
    .selectFrom('catalogueEntry')
    .select(['fields', 'dueHours', 'kind'])
    .where('id', '=', `${idPrefix(ITOP.id)}7`)
    .executeTakeFirstOrThrow();
  expect(JSON.parse(entry.fields)).toMatchObject([{ id: 'room', prefill: 'room' }]);
  expect([entry.dueHours, entry.kind]).toEqual([4, 'incident']);
});

test('two backends with the same service ids do not conflict', async () => {
  await importServices([service('1', 'Network', 'Wi-Fi', 'No access')]);
  expect(await importServices([service('1', 'Network', 'Wi-Fi', 'Slow')], OTHER)).toMatchObject({
    added: 1,
    retired: 0,
  });
  expect(await offered()).toEqual([
    'Network > Wi-Fi > No access = iTop.1',
    'Network > Wi-Fi > Slow = other.1',
  ]);
  expect(await importServices([])).toEqual({ added: 0, changed: 0, retired: 1 });
  expect(await offered()).toEqual(['Network > Wi-Fi > Slow = other.1']);
});

test('a leaf from before ids named their backend keeps its id, and no other backend gets it', async () => {
  await importServices([service('1', 'Network', 'Wi-Fi', 'No access')]);
  await db.updateTable('catalogueEntry').set({ id: '1' }).execute();
  expect(await importServices([service('1', 'Network', 'Wi-Fi', 'No access')])).toEqual({
    added: 0,
    changed: 0,
    retired: 0,
  });
  await importServices([service('1', 'Stolen')], OTHER);
  expect(await offered()).toEqual(['Network > Wi-Fi > No access = 1', 'Stolen > Stolen > Stolen = other.1']);
});

test('an entry of a file with the same plain id as a backend’s service does not change', async () => {
  await fromFile(catalogueOf({ id: '1' }));
  await importServices([service('1', 'Network', 'Wi-Fi', 'No access')]);
  expect(await offered()).toEqual(['Network > Wi-Fi > Leaf 1 = 1', 'Network > Wi-Fi > No access = iTop.1']);
});

test('an invalid service, or one listed twice, makes the import fail and changes nothing', async () => {
  await importServices([service('1', 'Network')]);
  const refused = { code: 'backend-failed', details: { name: 'iTop' } };
  expect(await importServices([service('no id', 'Network')])).toMatchObject(refused);
  expect(await importServices([service('2', 'x'.repeat(501))])).toMatchObject(refused);
  expect(await importServices([service('2', 'One'), service('2', 'Two')])).toMatchObject(refused);
  expect(await offered()).toEqual(['Network > Network > Network = iTop.1']);
});

test('an approver who left the directory is named in the error', async () => {
  await db
    .insertInto('person')
    .values({
      organisationId: CONTOSO,
      email: 'boss@contoso.example',
      fullName: 'The boss',
      searchText: 'boss',
      userKey: null,
      phone: null,
      site: null,
      room: null,
    })
    .execute();
  await fromFile(catalogueOf({ id: `${idPrefix(ITOP.id)}7`, approver: 'boss@contoso.example' }));
  await db.deleteFrom('person').execute();
  expect(await importServices([service('7', 'Office')])).toEqual({
    code: 'approver-unknown',
    details: { name: 'boss@contoso.example' },
  });
});

test('the error says whether the backend has no catalogue or cannot be reached', async () => {
  const none = offering([], { ...PLAIN_CAPABILITIES, catalogue: false });
  const down = {
    ...offering([]),
    catalogue: async () => ({
      ok: false as const,
      failure: {
        kind: 'unreachable' as const,
        reason: { en: 'It cannot be reached.', fr: 'Il est injoignable.' },
      },
    }),
  };
  const parts = { db, clock: systemClock, audit };
  const reasonOf = async (connector: typeof down | typeof none) => {
    const request = { backend: ITOP, connector, organisationId: CONTOSO };
    const answer = await importFromBackend(parts, STAFF, request);
    return answer.ok ? 'imported' : answer.error.details?.reason;
  };
  expect(await reasonOf(none)).toEqual({ en: 'it has no catalogue', fr: 'il n’a pas de catalogue' });
  expect(await reasonOf(down)).toEqual({ en: 'It cannot be reached', fr: 'Il est injoignable' });
  expect(await importServices([], ITOP, v7())).toEqual({ code: 'not-found' });
});
