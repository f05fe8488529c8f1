// The catalogue in the form: how a category is found by words, and what its fields accept.
import { describe, expect, test } from 'vitest';
import { FormField, Subcategory } from '../../../contract/catalogue.ts';
import type { DraftAnswer } from '../../../contract/ipc.ts';
import {
  type AnswerProblem,
  answerProblem,
  numberTyped,
  prefilled,
} from '../../../renderer/capture/answers.ts';
import {
  createLeafSearch,
  findLeaf,
  fold,
  leavesOf,
  pathOf,
} from '../../../renderer/capture/category/leaves.ts';

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
    expect(fold('Œuvre D’ACCÈS')).toBe("oeuvre d'acces");
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

const field = (shape: object, required = true): FormField =>
  FormField.parse({ id: 'f', label: both('F'), required, ...shape });
const says = (value: string, reference: string | null = null): DraftAnswer => ({ value, reference });
const kind = (problem: AnswerProblem | null) => problem?.kind ?? null;

describe('an answer to a field of the category', () => {
  test('a needed one is missed, whether never given or blank; another may be left out', () => {
    const text = field({ type: 'text' });
    expect([undefined, says(''), says('  ')].map((answer) => kind(answerProblem(text, answer)))).toEqual([
      'missing',
      'missing',
      'missing',
    ]);
    expect(answerProblem(field({ type: 'text' }, false), undefined)).toBeNull();
  });

  test('a number is read with a point, a comma, or spaces between thousands, and nothing else', () => {
    expect(['12', '2,5', '2.5', '1 000', '-3', '2e3', 'two', '1,2,3', ''].map(numberTyped)).toEqual([
      12,
      2.5,
      2.5,
      1000,
      -3,
      null,
      null,
      null,
      null,
    ]);
  });

  test('a number outside its bounds is told with the bound', () => {
    const number = field({ type: 'number', min: 1, max: 5 });
    expect(answerProblem(number, says('0'))).toEqual({ kind: 'too-small', limit: 1 });
    expect(answerProblem(number, says('5,5'))).toEqual({ kind: 'too-large', limit: 5 });
    expect(answerProblem(number, says('5'))).toBeNull();
    expect(kind(answerProblem(number, says('many')))).toBe('not-a-number');
  });

  test('a choice that the catalogue no longer offers has to be made again', () => {
    const choice = field({ type: 'choice', options: [{ id: 'north', label: both('North') }] });
    expect(answerProblem(choice, says('North', 'north'))).toBeNull();
    expect(kind(answerProblem(choice, says('South', 'south')))).toBe('not-an-option');
  });

  test('a name that was typed and not chosen is nobody', () => {
    const person = field({ type: 'person' });
    expect(kind(answerProblem(person, says('Ada')))).toBe('missing');
    expect(answerProblem(person, says('Ada', 'ada@example.org'))).toBeNull();
  });

  test('a field of a newer server keeps the ticket back only where it is needed', () => {
    expect(kind(answerProblem(field({ type: 'signature' }), undefined))).toBe('newer');
    expect(answerProblem(field({ type: 'signature' }, false), undefined)).toBeNull();
  });

  test('a field begins with the personal setting, unless it was answered before or the setting is empty', () => {
    const asked = Subcategory.parse({
      id: 'l',
      name: both('L'),
      needsApproval: false,
      fields: ['room', 'phone', 'site'].map((id) => ({
        id,
        label: both(id),
        required: true,
        type: 'text',
        prefill: id,
      })),
    });
    const settings = { room: 'B-204', phone: '555 0100', site: '' };
    expect(prefilled(asked, { phone: says('555 0199') }, settings)).toEqual({
      room: says('B-204'),
      phone: says('555 0199'),
    });
  });
});
