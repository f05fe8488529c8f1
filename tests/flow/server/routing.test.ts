// Routing: the precedence of every level of routes, and invalid routes.
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Route } from '../../../contract/backends.ts';
import { levelsOf, listRoutes, readRoutesOf, replaceRoutes } from '../../../server/backends/routing.ts';
import { findEntry } from '../../../server/catalogue/read-catalogue.ts';
import { systemChance } from '../../../server/chance.ts';
import { systemClock } from '../../../server/clock.ts';
import { createAudit } from '../../../server/staff/audit.ts';
import type { Database } from '../../../server/storage/schema.ts';
import type { Storage } from '../../../server/storage/storage.ts';
import { openOwnStorage } from '../../fakes/server/own-storage.ts';

const AT = '2030-01-02T08:00:00.000Z';
const [OURS, OTHERS, STAFF] = [v7(), v7(), v7()];
const audit = createAudit({ clock: systemClock, chance: systemChance });
let storage: Storage;
let db: Database;

/** The backend of a new ticket; an entry that is not in the catalogue has only the routes that name it. */
async function backendFor(organisationId: string, categoryId: string | null): Promise<string> {
  const { backendOf } = await readRoutesOf(db, organisationId);
  if (categoryId === null) return backendOf([]);
  const entry = await findEntry(db, organisationId, categoryId);
  return backendOf(entry ? levelsOf(entry) : [categoryId]);
}

beforeEach(async () => {
  storage = await openOwnStorage();
  db = storage.db;
  await db
    .insertInto('organisation')
    .values([OURS, OTHERS].map((id) => ({ id, name: id, nameKey: id, emailDomains: '[]', createdAt: AT })))
    .execute();
  await db
    .insertInto('staff')
    .values({
      id: STAFF,
      email: 'admin@contoso.example',
      fullName: 'An administrator',
      role: 'administrator',
      passwordHash: '',
      createdAt: AT,
    })
    .execute();
  await addEntry(OURS, 'wifi-down');
  await addEntry(OTHERS, 'wifi-down');
});
afterEach(() => storage.close());

async function addEntry(organisationId: string, id: string, retiredAt: string | null = null): Promise<void> {
  const texts = { familyEn: 'F', familyFr: 'F', serviceEn: 'S', serviceFr: 'S', nameEn: 'N', nameFr: 'N' };
  const none = { description: null, kind: null, approver: null, dueHours: null };
  await db
    .insertInto('catalogueEntry')
    .values({
      organisationId,
      id,
      position: 0,
      familyId: 'network',
      serviceId: 'wifi',
      fields: '[]',
      retiredAt,
      ...texts,
      ...none,
    })
    .execute();
}

/** A route to a new backend. */
async function routeOf(organisationId: string | null, entryId: string | null): Promise<Route> {
  const backendId = v7();
  const settings = '{"kind":"atera"}';
  await db
    .insertInto('backend')
    .values({ id: backendId, kind: 'atera', name: 'A desk', settings, createdAt: AT })
    .execute();
  return { organisationId, entryId, backendId };
}

async function replace(routes: readonly Route[]) {
  const replaced = await replaceRoutes({ db, audit }, STAFF, routes);
  return replaced.ok ? replaced.value : replaced.error;
}

const toBuiltIn: Route = { organisationId: null, entryId: null, backendId: 'built-in' };

test('without routes every ticket goes to the built-in desk', async () => {
  expect(await listRoutes(db)).toEqual([toBuiltIn]);
  expect(await backendFor(OURS, null)).toBe('built-in');
  expect(await backendFor(OURS, 'wifi-down')).toBe('built-in');
});

/** By descending precedence. */
const LEVELS: [string, string | null, string | null][] = [
  ['the leaf of the organisation', OURS, 'wifi-down'],
  ['its service of the organisation', OURS, 'wifi'],
  ['its family of the organisation', OURS, 'network'],
  ['the leaf of any organisation', null, 'wifi-down'],
  ['its service of any organisation', null, 'wifi'],
  ['its family of any organisation', null, 'network'],
  ['the organisation', OURS, null],
  ['the default', null, null],
];

describe('a route for', () => {
  test.each(LEVELS.map((level, index) => [level[0], index] as const))(
    '%s wins over all less specific routes, in any order of entry',
    async (_name, index) => {
      const routes = await Promise.all(LEVELS.slice(index).map(([, ...at]) => routeOf(...at)));
      for (const entered of [routes, routes.toReversed()]) {
        expect(await replace(entered)).toHaveLength(routes.length);
        expect(await backendFor(OURS, 'wifi-down')).toBe(routes[0]?.backendId);
      }
    },
  );
});

test('routes of a category or an organisation do not match other tickets', async () => {
  const leaf = await routeOf(OURS, 'wifi-down');
  const own = await routeOf(OURS, null);
  const family = await routeOf(null, 'network');
  await replace([leaf, own, family, toBuiltIn]);
  expect(await backendFor(OURS, null)).toBe(own.backendId);
  expect(await backendFor(OTHERS, null)).toBe('built-in');
  expect(await backendFor(OTHERS, 'wifi-down')).toBe(family.backendId);
});

test('a retired entry is still routed by its service, and an unknown one only by its id', async () => {
  const service = await routeOf(null, 'wifi');
  const unknown = await routeOf(OURS, 'unheard-of');
  await replace([service, unknown, toBuiltIn]);
  await addEntry(OURS, 'wifi-old', AT);
  expect(await backendFor(OURS, 'wifi-old')).toBe(service.backendId);
  expect(await backendFor(OURS, 'unheard-of')).toBe(unknown.backendId);
  expect(await backendFor(OTHERS, 'unheard-of')).toBe('built-in');
});

describe('routes are refused, and the former ones stay,', () => {
  async function refused(routes: readonly Route[]) {
    const own = await routeOf(OURS, null);
    await replace([own, toBuiltIn]);
    const answer = await replace(routes);
    expect(await listRoutes(db)).toEqual([own, toBuiltIn]);
    return answer;
  }

  test('when one leads to an unknown backend', async () => {
    const gone = { organisationId: OURS, entryId: null, backendId: v7() };
    expect(await refused([gone, toBuiltIn])).toEqual({ code: 'route-target-unknown' });
  });

  test('when one is for an unknown organisation', async () => {
    const gone = { organisationId: v7(), entryId: null, backendId: 'built-in' as const };
    expect(await refused([gone, toBuiltIn])).toEqual({ code: 'route-target-unknown' });
  });

  test('when two match the same tickets', async () => {
    const routes = [await routeOf(null, 'wifi'), toBuiltIn, await routeOf(null, 'wifi')];
    expect(await refused(routes)).toMatchObject({
      code: 'invalid-request',
      details: { issues: [{ path: '2' }] },
    });
  });
});

test('routes are returned in a fixed order, the default last, and the change is audited', async () => {
  const entered = [
    toBuiltIn,
    await routeOf(null, 'wifi'),
    await routeOf(OURS, null),
    await routeOf(OURS, 'wifi'),
  ];
  const [byDefault, ofAny, ofOurs, ofOursWifi] = entered;
  expect(await replace(entered)).toEqual([ofOursWifi, ofOurs, ofAny, byDefault]);
  const [row, ...more] = await db.selectFrom('audit').select(['staffId', 'act', 'details']).execute();
  expect(more).toEqual([]);
  expect(row).toMatchObject({ staffId: STAFF, act: 'change-routes', details: '{"routes":4}' });
});
