// Validation of the answers to the fields of a category.
import { describe, expect, test } from 'vitest';
import { type AnswerProblem, answerProblem, numberTyped } from '../../../contract/answers.ts';
import { FormField } from '../../../contract/catalogue.ts';
import type { DraftAnswer } from '../../../contract/ipc.ts';

const both = (en: string, fr = en) => ({ en, fr });
const field = (shape: object, required = true): FormField =>
  FormField.parse({ id: 'f', label: both('F'), required, ...shape });
const says = (value: string, reference: string | null = null): DraftAnswer => ({ value, reference });
const kind = (problem: AnswerProblem | null) => problem?.kind ?? null;

describe('an answer to a field of the category', () => {
  test('is required when the field is, and a blank one counts as missing', () => {
    const text = field({ type: 'text' });
    expect([undefined, says(''), says('  ')].map((answer) => kind(answerProblem(text, answer)))).toEqual([
      'missing',
      'missing',
      'missing',
    ]);
    expect(answerProblem(field({ type: 'text' }, false), undefined)).toBeNull();
  });

  test('a number may have a decimal point, a comma, or spaces between thousands, and nothing else', () => {
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

  test('a number outside its bounds is reported with the bound', () => {
    const number = field({ type: 'number', min: 1, max: 5 });
    expect(answerProblem(number, says('0'))).toEqual({ kind: 'too-small', limit: 1 });
    expect(answerProblem(number, says('5,5'))).toEqual({ kind: 'too-large', limit: 5 });
    expect(answerProblem(number, says('5'))).toBeNull();
    expect(kind(answerProblem(number, says('many')))).toBe('not-a-number');
  });

  test('a choice that the catalogue no longer offers is invalid', () => {
    const choice = field({ type: 'choice', options: [{ id: 'north', label: both('North') }] });
    expect(answerProblem(choice, says('North', 'north'))).toBeNull();
    expect(kind(answerProblem(choice, says('South', 'south')))).toBe('not-an-option');
  });

  test('a typed name that was not chosen is no person', () => {
    const person = field({ type: 'person' });
    expect(kind(answerProblem(person, says('Ada')))).toBe('missing');
    expect(answerProblem(person, says('Ada', 'ada@example.org'))).toBeNull();
  });

  test('an unknown field of a newer server blocks the ticket only when it is required', () => {
    expect(kind(answerProblem(field({ type: 'signature' }), undefined))).toBe('newer');
    expect(answerProblem(field({ type: 'signature' }, false), undefined)).toBeNull();
  });

  test('an impossible day is no date', () => {
    const date = field({ type: 'date' });
    expect(answerProblem(date, says('2028-02-29'))).toBeNull();
    expect(kind(answerProblem(date, says('2026-02-30')))).toBe('not-a-date');
  });

  test('surrounding spaces do not count towards the length of an answer', () => {
    const text = field({ type: 'text' });
    expect(answerProblem(text, says(` ${'x'.repeat(10_000)} `))).toBeNull();
    expect(kind(answerProblem(text, says('x'.repeat(10_001))))).toBe('too-long');
  });
});
