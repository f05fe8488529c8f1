import { describe, expect, it } from 'vitest';
import type { Catalogue, FormField } from '../../../../contract/catalogue.ts';
import type { DraftAnswer, DraftContent } from '../../../../contract/ipc.ts';
import { NEW_CONTENT } from '../../../../contract/new-content.ts';
import { composeTicket } from '../../../../main/draft/compose-ticket.ts';

const named = (id: string) => ({ id, name: { en: id, fr: id } });
const asked = { label: { en: 'Question', fr: 'Question ?' }, hint: null, required: true };

function catalogueOf(...fields: FormField[]): Catalogue {
  const leaf = { ...named('leaf'), description: null, kind: null, needsApproval: false, fields };
  const services = [{ ...named('service'), subcategories: [leaf] }];
  return { version: '1', families: [{ ...named('family'), services }] };
}
const ME = { email: 'me@example.org', fullName: 'Me' };

function compose(content: Partial<DraftContent>, catalogue: Catalogue | null = null) {
  const writing = { catalogue, language: 'fr', me: ME, facts: [] } as const;
  return composeTicket({ ...NEW_CONTENT, title: 'A title', ...content }, writing);
}
const codeOf = (result: ReturnType<typeof compose>) => (result.ok ? null : result.error.code);

function answer(field: FormField, given: Partial<DraftAnswer> | null) {
  const answers: DraftContent['answers'] = given ? { q: { value: '', reference: null, ...given } } : {};
  const composed = compose({ categoryId: 'leaf', answers }, catalogueOf(field));
  return composed.ok ? (composed.value.answers[0] ?? null) : composed.error.code;
}

describe('answers', () => {
  const text: FormField = { ...asked, id: 'q', type: 'text', prefill: null };
  const number: FormField = { ...asked, id: 'q', type: 'number', min: 1, max: 2000 };
  const date: FormField = { ...asked, id: 'q', type: 'date' };
  const person: FormField = { ...asked, id: 'q', type: 'person' };
  const options = [{ id: 'b', label: { en: 'Building B', fr: 'Bâtiment B' } }];
  const choice: FormField = { ...asked, id: 'q', type: 'choice', options };

  it('contain the label and the value as the requester saw them', () => {
    const said = { field: 'q', label: 'Question ?' };
    expect(answer(text, { value: ' B12 ' })).toEqual({ ...said, value: 'B12', reference: null });
    const chosen = { value: 'Bâtiment B', reference: 'b' };
    expect(answer(choice, { value: 'Building B', reference: 'b' })).toEqual({ ...said, ...chosen });
    const colleague = { value: 'A colleague', reference: 'colleague@example.org' };
    expect(answer(person, colleague)).toEqual({ ...said, ...colleague });
  });

  it('a field named like a property of every object works like any other', () => {
    const field = { ...text, id: 'constructor' };
    const leaf = catalogueOf(field);
    expect(codeOf(compose({ categoryId: 'leaf', answers: {} }, leaf))).toBe('answers-incomplete');
    const optional = compose({ categoryId: 'leaf' }, catalogueOf({ ...field, required: false }));
    expect(optional).toMatchObject({ value: { answers: [] } });
    const answers = { constructor: { value: 'Wood', reference: null } };
    expect(compose({ categoryId: 'leaf', answers }, leaf)).toMatchObject({
      value: { answers: [{ field: 'constructor', value: 'Wood' }] },
    });
  });

  it.each([
    ['nothing in a required field', text, null],
    ['blanks in a required field', text, { value: '  ' }],
    ['a text too long', text, { value: 'x'.repeat(10_001) }],
    ['no number', number, { value: 'twelve' }],
    ['a number too small', number, { value: '0,5' }],
    ['a number too large', number, { value: '2 001' }],
    ['no date', date, { value: 'tomorrow' }],
    ['a day there is not', date, { value: '2026-02-30' }],
    ['an option there is not', choice, { value: 'Building C', reference: 'c' }],
    ['a person of no address', person, { value: 'Somebody' }],
  ] as const)('%s: the ticket is incomplete', (_, field, given) => {
    expect(answer(field, given)).toBe('answers-incomplete');
  });

  it.each([
    [number, '1 999,5'],
    [number, '+12.5'],
    [date, '2028-02-29'],
  ])('%#: is accepted', (field, value) => {
    expect(answer(field, { value })).toMatchObject({ value });
  });

  it('to an unknown field of a newer server are incomplete only when it is required', () => {
    const newer = { id: 'q', label: asked.label, required: true, type: 'drawing' };
    expect(answer(newer, null)).toBe('form-newer');
    expect(answer({ ...newer, required: false }, null)).toBeNull();
  });

  it('of a deselected category are not sent, and a removed category is an error', () => {
    const left = { other: { value: 'left', reference: null } };
    const composed = compose({ categoryId: 'leaf', answers: left }, catalogueOf());
    expect(composed).toMatchObject({ ok: true, value: { categoryId: 'leaf', answers: [] } });
    expect(codeOf(compose({ categoryId: 'removed' }, catalogueOf()))).toBe('category-gone');
  });
});

describe('people', () => {
  const person = (name: string) => ({ email: `${name}@example.org`, fullName: name, site: 'Lyon' });

  it('are listed once, without the writer', () => {
    const contacts = [person('a'), person('b'), person('a'), person('me')];
    const composed = compose({ onBehalfOf: person('b'), contacts });
    expect(composed).toMatchObject({
      ok: true,
      value: {
        onBehalfOf: { email: 'b@example.org', fullName: 'b' },
        contacts: [{ email: 'a@example.org', fullName: 'a' }],
      },
    });
    expect(compose({ onBehalfOf: person('me') })).toMatchObject({ ok: true, value: { onBehalfOf: null } });
  });
});
