// Administrators' patterns: what they match, and that none of them can block the server.
import { expect, test } from 'vitest';
import { createFind, patternProblem } from '../../../../../server/connectors/mail/patterns.ts';

test('a pattern returns its group, or the whole match without a group', () => {
  expect(createFind('INC-(\\d+)')('Re: Printer [INC-7001]')).toBe('7001');
  expect(createFind('INC-\\d+')('Re: Printer [INC-7001]')).toBe('INC-7001');
  expect(createFind('(?i)statut : ([^\\n]+)')('STATUT : Résolu \nMerci')).toBe('Résolu');
  expect(createFind('INC-(\\d+)')('Re: Printer')).toBeNull();
  expect(createFind('INC-(\\d*)')('INC-')).toBeNull();
  expect(createFind(null)('INC-7001')).toBeNull();
});

test('an invalid pattern matches nothing, and the reason is a sentence', () => {
  expect(createFind('INC-(\\d+')('INC-7001')).toBeNull();
  expect(patternProblem('INC-(\\d+')?.en).toContain('INC-(\\d+');
  // not supported without backtracking
  expect(patternProblem('(a)\\1')).not.toBeNull();
  expect(patternProblem('INC-\\d+')?.en).toContain('one group');
  expect(patternProblem('INC-(\\d+)')).toBeNull();
});

test('a pattern with catastrophic backtracking is fast on a long mail', () => {
  // with RegExp this would exceed any timeout
  expect(createFind('(?:a+)+(b)')(`${'a'.repeat(50_000)}c`)).toBeNull();
});
