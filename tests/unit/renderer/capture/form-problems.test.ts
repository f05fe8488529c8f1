// What keeps a ticket from being sent, and where on the form it is told.
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
  test('nothing is missed before Send was pressed', () => {
    expect(places(content(), asking({ type: 'text' }), false)).toEqual([]);
  });

  test('a field called as something every object has is missed like any other', () => {
    const asked = asking({ id: 'constructor', type: 'text' });
    expect(places(content({ title: 'T' }), asked, false)).toEqual([]);
    expect(places(content({ title: 'T' }), asked, true)).toEqual(['answer:constructor']);
  });

  test('after Send all that is missing is told, the first of the form first', () => {
    expect(places(content(), asking({ type: 'text' }, { type: 'date' }), true)).toEqual([
      'title',
      'answer:f0',
      'answer:f1',
    ]);
  });

  test('a text too long is told while one types', () => {
    const long = content({ title: 'x'.repeat(251) });
    expect(problemsOf(long, { kind: 'none' }, false).get('title')).toEqual({
      kind: 'too-long',
      length: 251,
      limit: 250,
    });
  });

  test('a category that is gone and a needed field of a newer server are told at once', () => {
    expect(places(content({ title: 'x' }), { kind: 'gone' }, false)).toEqual(['category']);
    expect(places(content({ title: 'x' }), asking({ type: 'signature' }), false)).toEqual(['answer:f0']);
  });

  test('answers are not judged by a catalogue that is not read yet', () => {
    expect(places(content({ title: 'x', categoryId: 'l' }), { kind: 'unread' }, true)).toEqual([]);
  });
});

describe('the place of a failure of Send', () => {
  test('what concerns a field is told at the field, the rest at the form', () => {
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

  test('somebody who is not known is told where they were chosen', () => {
    const chosen = content({ onBehalfOf: person('Ada'), contacts: [person('Alan')] });
    const at = (name: string) => placeOfFailure({ code: 'person-unknown', details: { name } }, chosen);
    expect([at('Ada'), at('Alan')]).toEqual(['on-behalf-of', 'contacts']);
  });
});
