import { expect, test } from 'vitest';
import {
  handleOf,
  insertMention,
  mentionAt,
  mentionedIn,
  offeredFor,
} from '../../../../console/tickets/mentions.ts';

const ANA = { id: 'a', fullName: 'Ana', email: 'ana@contoso.example' };
const ANA_ROY = { id: 'r', fullName: 'Ana Roy', email: 'roy@contoso.example' };
const ELISE = { id: 'e', fullName: 'Élise d’Arc', email: 'elise@contoso.example' };
const ALL = [ANA, ANA_ROY, ELISE];

test.each([
  ['@', 1, { start: 0, letters: '' }],
  ['Ask @eli', 8, { start: 4, letters: 'eli' }],
  ['Ask @Ana R', 10, { start: 4, letters: 'Ana R' }],
  ['Ask @eli please', 8, { start: 4, letters: 'eli' }],
  ['(@eli', 5, { start: 1, letters: 'eli' }],
  ['name@example', 12, null],
  ['Ask @Ana Roy and', 16, null],
  ['Ask', 3, null],
])('in %j at %i, %j is typed', (text, caret, typed) => {
  expect(mentionAt(text, caret)).toEqual(typed);
});

test('those are offered whose first or last name begins with the letters, in any case and without accents', () => {
  expect(offeredFor(ALL, 'an')).toEqual([ANA, ANA_ROY]);
  expect(offeredFor(ALL, 'roy')).toEqual([ANA_ROY]);
  expect(offeredFor(ALL, 'ELI')).toEqual([ELISE]);
  expect(offeredFor(ALL, 'na')).toEqual([]);
  expect(offeredFor(ALL, '')).toEqual(ALL);
});

test('the name takes the place of what was typed, and the text goes on behind it', () => {
  expect(insertMention('Ask @eli please', { start: 4, letters: 'eli' }, 'Élise d’Arc')).toEqual({
    text: 'Ask @Élise d’Arc please',
    caret: 17,
  });
  expect(insertMention('@', { start: 0, letters: '' }, 'Ana')).toEqual({ text: '@Ana ', caret: 5 });
});

test('a text mentions whom it names whole; of names that begin alike, the longest counts', () => {
  expect(mentionedIn('@Ana Roy, look', ALL)).toEqual({ ids: ['r'], shared: [] });
  expect(mentionedIn('@Ana, @Élise d’Arc: look', ALL)).toEqual({ ids: ['a', 'e'], shared: [] });
  expect(mentionedIn('@Anabel, ana@Ana', ALL)).toEqual({ ids: [], shared: [] });
});

test('of two with one name, the address says who is mentioned, and the name alone mentions nobody', () => {
  const other = { ...ANA_ROY, id: 's', email: 'ana.roy@contoso.example' };
  const all = [...ALL, other];
  expect(handleOf(ANA, all)).toBe('Ana');
  expect(handleOf(other, all)).toBe('Ana Roy (ana.roy@contoso.example)');
  expect(mentionedIn(`Ask @${handleOf(other, all)}.`, all)).toEqual({ ids: ['s'], shared: [] });
  expect(mentionedIn(`Ask @${handleOf(ANA_ROY, all)}, @Ana`, all)).toEqual({ ids: ['r', 'a'], shared: [] });
  expect(mentionedIn('Ask @Ana Roy (somebody), @Ana Roy', all)).toEqual({ ids: [], shared: ['Ana Roy'] });
});
