// Patterns of administrators: what they find, and that none of them can hold up the server.
import { expect, test } from 'vitest';
import { createFind, patternProblem } from '../../../../../server/connectors/mail/patterns.ts';

test('a pattern finds its group, or all that it matched where it has none', () => {
  expect(createFind('INC-(\\d+)')('Re: Printer [INC-7001]')).toBe('7001');
  expect(createFind('INC-\\d+')('Re: Printer [INC-7001]')).toBe('INC-7001');
  expect(createFind('(?i)statut : ([^\\n]+)')('STATUT : Résolu \nMerci')).toBe('Résolu');
  expect(createFind('INC-(\\d+)')('Re: Printer')).toBeNull();
  expect(createFind('INC-(\\d*)')('INC-')).toBeNull();
  expect(createFind(null)('INC-7001')).toBeNull();
});

test('a pattern that cannot be read finds nothing, and why is said in a sentence', () => {
  expect(createFind('INC-(\\d+')('INC-7001')).toBeNull();
  expect(patternProblem('INC-(\\d+')?.en).toContain('INC-(\\d+');
  // what matchers without backtracking do not know
  expect(patternProblem('(a)\\1')).not.toBeNull();
  expect(patternProblem('INC-\\d+')?.en).toContain('one group');
  expect(patternProblem('INC-(\\d+)')).toBeNull();
});

test('a pattern that would take a backtracking matcher years is through with a long mail at once', () => {
  // with RegExp this runs for longer than any test may
  expect(createFind('(?:a+)+(b)')(`${'a'.repeat(50_000)}c`)).toBeNull();
});
