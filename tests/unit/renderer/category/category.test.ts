// The catalogue in the form: the search, and prefilled fields.
import { describe, expect, test } from 'vitest';
import { Subcategory } from '../../../../contract/catalogue.ts';
import type { DraftAnswer } from '../../../../contract/ipc.ts';
import { createLeafSearch, findLeaf, leavesOf, pathOf } from '../../../../renderer/category/leaves.ts';
import { prefilled } from '../../../../renderer/category/prefilled.ts';

const both = (en: string, fr = en) => ({ en, fr });
const leaf = (id: string, name: { en: string; fr: string }, description: string | null = null) =>
  Subcategory.parse({
    id,
    name,
    description: description === null ? null : both(description),
    needsApproval: false,
    fields: [],
  });
const catalogue = {
  families: [
    {
      id: 'network',
      name: both('Network', 'Réseau'),
      services: [
        {
          id: 'wifi',
          name: both('Wi-Fi'),
          subcategories: [
            leaf('wifi-none', both('No access', 'Pas d’accès')),
            leaf('wifi-slow', both('Slow', 'Lent'), 'Pages take long; no access at times'),
          ],
        },
      ],
    },
    {
      id: 'work',
      name: both('Workplace', 'Poste de travail'),
      services: [
        { id: 'key', name: both('Badges'), subcategories: [leaf('key-lost', both('Lost', 'Perdu'))] },
      ],
    },
  ],
};
const search = createLeafSearch(leavesOf(catalogue));
const idsOf = (typed: string) => search(typed).map(({ subcategory }) => subcategory.id);

describe('the search in the catalogue', () => {
  test('accents, case, ligatures and the shape of apostrophes are ignored', () => {
    expect(idsOf("PAS D'ACCES")).toEqual(['wifi-none']);
  });

  test('words are found in any order, along the whole path', () => {
    expect(idsOf('slow network')).toEqual(['wifi-slow']);
    expect(idsOf('fi access no')).toEqual(['wifi-none', 'wifi-slow']);
  });

  test('words of the other language are found too', () => {
    expect(idsOf('reseau')).toEqual(['wifi-none', 'wifi-slow']);
    expect(idsOf('perdu')).toEqual(['key-lost']);
  });

  test('a match in the name ranks before one in the description', () => {
    expect(idsOf('no access')).toEqual(['wifi-none', 'wifi-slow']);
  });

  test('every word has to match', () => {
    expect(idsOf('wi-fi badge')).toEqual([]);
  });

  test('a category is shown with its path, and a removed one is not found', () => {
    const here = findLeaf(catalogue, 'wifi-none');
    expect(here && pathOf(here, 'fr')).toBe('Réseau > Wi-Fi > Pas d’accès');
    expect(findLeaf(catalogue, 'wifi-gone')).toBeNull();
  });
});

const says = (value: string): DraftAnswer => ({ value, reference: null });

describe('prefilled fields', () => {
  test('a field has the personal setting, unless it is answered already or the setting is empty', () => {
    const category = Subcategory.parse({
      id: 'l',
      name: both('L'),
      needsApproval: false,
      fields: [
        ...['room', 'phone', 'site'].map((id) => ({ id, prefill: id })),
        { id: 'constructor', prefill: 'room' },
      ].map((field) => ({ ...field, label: both(field.id), required: true, type: 'text' })),
    });
    const settings = { room: 'B-204', phone: '555 0100', site: '' };
    expect(prefilled(category, { phone: says('555 0199') }, settings)).toEqual({
      room: says('B-204'),
      phone: says('555 0199'),
      constructor: says('B-204'),
    });
  });
});
