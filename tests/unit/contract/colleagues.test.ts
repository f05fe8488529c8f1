import { expect, test } from 'vitest';
import { type Colleague, isAway, standInFor } from '../../../contract/colleagues.ts';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const WEEK = { from: '2026-03-09T00:00:00.000Z', until: '2026-03-14T00:00:00.000Z' };

function person(id: string, standInId?: string, organisationIds: string[] | null = null): Colleague {
  return {
    id,
    ...{ fullName: id, email: `${id}@contoso.example` },
    organisationIds,
    absence: standInId === undefined ? null : { ...WEEK, standInId },
  };
}

const standIn = (colleagues: Colleague[], now = NOW) =>
  standInFor('ana', { colleagues, organisationId: 'contoso', now })?.id ?? null;

test('an absence has its first instant, and not its last', () => {
  const ana = person('ana', 'bob');
  expect(isAway(ana, Date.parse(WEEK.from))).toBe(true);
  expect(isAway(ana, Date.parse(WEEK.until))).toBe(false);
  expect(isAway(person('ana'), NOW)).toBe(false);
});

test.each<[string, Colleague[], string | null]>([
  ['the stand-in of somebody who is away', [person('ana', 'bob'), person('bob')], 'bob'],
  ['nobody for somebody who is there', [person('ana'), person('bob')], null],
  [
    'the stand-in of a stand-in who is away',
    [person('ana', 'bob'), person('bob', 'eve'), person('eve')],
    'eve',
  ],
  ['nobody in a circle', [person('ana', 'bob'), person('bob', 'ana')], null],
  ['nobody in a circle of others', [person('ana', 'bob'), person('bob', 'eve'), person('eve', 'bob')], null],
  ['nobody for a stand-in who no longer works here', [person('ana', 'bob')], null],
  ['nobody of another organisation', [person('ana', 'bob'), person('bob', undefined, ['fabrikam'])], null],
  [
    'the stand-in of one of another organisation who is away',
    [person('ana', 'bob'), person('bob', 'eve', ['fabrikam']), person('eve', undefined, ['contoso'])],
    'eve',
  ],
])('%s stands in', (_, colleagues, expected) => {
  expect(standIn(colleagues)).toBe(expected);
});

test('nobody stands in once they are back', () => {
  expect(standIn([person('ana', 'bob'), person('bob')], Date.parse(WEEK.until))).toBeNull();
});
