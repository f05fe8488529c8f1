// The catalogue in the form: how a category is found by words, and what its fields begin with.
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
const found = (typed: string) => search(typed).map(({ subcategory }) => subcategory.id);

describe('the search in the catalogue', () => {
  test('accents, case, ligatures and the shape of an apostrophe do not matter', () => {
    expect(found("PAS D'ACCES")).toEqual(['wifi-none']);
  });

  test('words are found in any order, along the whole path', () => {
    expect(found('slow network')).toEqual(['wifi-slow']);
    expect(found('fi access no')).toEqual(['wifi-none', 'wifi-slow']);
  });

  test('a word of the other language is found too', () => {
    expect(found('reseau')).toEqual(['wifi-none', 'wifi-slow']);
    expect(found('perdu')).toEqual(['key-lost']);
  });

  test('a category named so comes before one that only mentions it', () => {
    expect(found('no access')).toEqual(['wifi-none', 'wifi-slow']);
  });

  test('every word has to be there', () => {
    expect(found('wi-fi badge')).toEqual([]);
  });

  test('a category is shown as its path, and one that is gone is not found', () => {
    const here = findLeaf(catalogue, 'wifi-none');
    expect(here && pathOf(here, 'fr')).toBe('Réseau > Wi-Fi > Pas d’accès');
    expect(findLeaf(catalogue, 'wifi-gone')).toBeNull();
  });
});

const says = (value: string): DraftAnswer => ({ value, reference: null });

describe('what a field begins with', () => {
  test('a field begins with the personal setting, unless it was answered before or the setting is empty', () => {
    const asked = Subcategory.parse({
      id: 'l',
      name: both('L'),
      needsApproval: false,
      fields: [
        ...['room', 'phone', 'site'].map((id) => ({ id, prefill: id })),
        { id: 'constructor', prefill: 'room' },
      ].map((field) => ({ ...field, label: both(field.id), required: true, type: 'text' })),
    });
    const settings = { room: 'B-204', phone: '555 0100', site: '' };
    expect(prefilled(asked, { phone: says('555 0199') }, settings)).toEqual({
      room: says('B-204'),
      phone: says('555 0199'),
      constructor: says('B-204'),
    });
  });
});
