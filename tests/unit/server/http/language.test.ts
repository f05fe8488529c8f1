import { expect, test } from 'vitest';
import { preferredLanguage } from '../../../../server/http/language.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['fr', 'fr'],
  ['fr-CA,en;q=0.8', 'fr'],
  ['en;q=0.5, fr;q=0.9', 'fr'],
  ['de, en;q=0.7, fr;q=0.3', 'en'],
  ['fr;q=0, en;q=0.1', 'en'],
  ['de-DE', 'en'],
  ['FR-fr', 'fr'],
  ['*;;q=,,', 'en'],
])('the header %o selects %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
