import { expect, it } from 'vitest';
import { isOneUser, namesUser, sameName } from '../../../../server/people/windows-names.ts';

it.each([
  ['PC-1', 'pc-1'],
  ['ÉLISE', 'élise'],
  ['E\u0301lise', 'élise'],
  ['ΝΊΚΟΣ', 'νίκοσ'],
  ['Straße', 'STRASSE'],
  ['K', '\u212a'],
])('%s and %s are one name', (one, other) => {
  expect(sameName(one, other)).toBe(true);
  expect(sameName(other, one)).toBe(true);
});

it('an accent tells two names apart, as Windows lets them be', () => {
  expect(sameName('Elise', 'Élise')).toBe(false);
});

it.each([
  ['lou', 'CONTOSO\\LOU', true],
  ['CONTOSO\\lou', 'lou', true],
  ['CONTOSO\\lou', 'OTHER\\lou', false],
  ['lou', 'CONTOSO\\marylou', false],
])('%s and %s can be one user: %s', (one, other, can) => {
  expect(isOneUser(one, other)).toBe(can);
});

it('a name without a domain names the user of any domain, one with a domain only that', () => {
  expect(namesUser('ÉLISE', 'OTHER\\élise')).toBe(true);
  expect(namesUser('CONTOSO\\élise', 'contoso\\ÉLISE')).toBe(true);
  expect(namesUser('CONTOSO\\élise', 'OTHER\\élise')).toBe(false);
  expect(namesUser('lise', 'CONTOSO\\élise')).toBe(false);
});
