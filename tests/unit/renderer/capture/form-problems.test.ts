// Problems that prevent a ticket from being sent, and their place on the form.
import { describe, expect, test } from 'vitest';
import { Subcategory } from '../../../../contract/catalogue.ts';
import type { DraftContent } from '../../../../contract/ipc.ts';
import { NEW_CONTENT } from '../../../../contract/new-content.ts';
import { placeOfFailure, problemsOf } from '../../../../renderer/capture/form-problems.ts';
import type { CategoryChoice } from '../../../../renderer/category/use-catalogue.ts';

const both = (text: string) => ({ en: text, fr: text });
const content = (change: Partial<DraftContent> = {}): DraftContent => ({ ...NEW_CONTENT, ...change });
const person = (fullName: string) => ({ email: 'a@example.org', fullName, site: null });

function asking(...fields: object[]): CategoryChoice {
  const subcategory = Subcategory.parse({
    id: 'l',
    name: both('L'),
    needsApproval: false,
    fields: fields.map((field, index) => ({ id: `f${index}`, label: both('F'), required: true, ...field })),
  });
  const service = { id: 's', name: both('S'), subcategories: [subcategory] };
  return {
    kind: 'leaf',
    leaf: { family: { id: 'f', name: both('F'), services: [service] }, service, subcategory },
  };
}
const places = (of: DraftContent, chosen: CategoryChoice, attempted: boolean) => [
  ...problemsOf(of, chosen, attempted).keys(),
];

describe('the problems of the form', () => {
  test('missing answers are not reported before Send', () => {
    expect(places(content(), asking({ type: 'text' }), false)).toEqual([]);
  });

  test('a field named like a property of every object is reported like any other', () => {
    const category = asking({ id: 'constructor', type: 'text' });
    expect(places(content({ title: 'T' }), category, false)).toEqual([]);
    expect(places(content({ title: 'T' }), category, true)).toEqual(['answer:constructor']);
  });

  test('after Send all missing answers are reported, in the order of the form', () => {
    expect(places(content(), asking({ type: 'text' }, { type: 'date' }), true)).toEqual([
      'title',
      'answer:f0',
      'answer:f1',
    ]);
  });

  test('a too long text is reported while typing', () => {
    const long = content({ title: 'x'.repeat(251) });
    expect(problemsOf(long, { kind: 'none' }, false).get('title')).toEqual({
      kind: 'too-long',
      length: 251,
      limit: 250,
    });
  });

  test('a removed category and a required field of a newer server are reported at once', () => {
    expect(places(content({ title: 'x' }), { kind: 'gone' }, false)).toEqual(['category']);
    expect(places(content({ title: 'x' }), asking({ type: 'signature' }), false)).toEqual(['answer:f0']);
  });

  test('answers are not validated before the catalogue is read', () => {
    expect(places(content({ title: 'x', categoryId: 'l' }), { kind: 'unread' }, true)).toEqual([]);
  });
});

describe('the place of a failure of Send', () => {
  test('is the field it concerns, otherwise the form', () => {
    const at = (code: Parameters<typeof placeOfFailure>[0]['code']) => placeOfFailure({ code }, content());
    expect([
      at('title-too-long'),
      at('text-too-long'),
      at('form-newer'),
      at('attachments-too-large'),
    ]).toEqual(['title', 'description', 'category', 'attachments']);
    expect([at('storage-failed'), at('answers-incomplete'), at('draft-gone')]).toEqual([
      'form',
      'form',
      'form',
    ]);
  });

  test('is the field in which an unknown person was chosen', () => {
    const chosen = content({ onBehalfOf: person('Ada'), contacts: [person('Alan')] });
    const at = (name: string) => placeOfFailure({ code: 'person-unknown', details: { name } }, chosen);
    expect([at('Ada'), at('Alan')]).toEqual(['on-behalf-of', 'contacts']);
  });
});
