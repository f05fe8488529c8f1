import { expect, test } from 'vitest';
import { sentenceOf } from '../../../contract/sentences.ts';

test.each([
  [1, '1\u00a0s'],
  [90, '90\u00a0s'],
  [91, '2\u00a0min'],
  [3540, '59\u00a0min'],
  [5400, '90\u00a0min'],
  [5401, '2\u00a0h'],
])('a wait of %i seconds is told as %s, never as too short', (retryAfterSeconds, wait) => {
  const failure = { code: 'too-many-requests', details: { retryAfterSeconds } } as const;
  expect(sentenceOf(failure, 'en')).toContain(`in ${wait}.`);
  expect(sentenceOf(failure, 'fr')).toContain(`dans ${wait}.`);
});
