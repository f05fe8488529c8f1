import { expect, test } from 'vitest';
import { isGuessable } from '../../../../server/staff/guessable.ts';

const PERSON = { email: 'marie.durand@contoso.example', fullName: 'Marie Durand' };

test.each([
  'qwerty123456',
  'QWERTY123456',
  '1q2w3e4r5t6y',
  'aaaaaaaaaaaaaaaa',
  '121212121212',
  'Guichet2026!',
  'MarieDurand1!',
  'contoso-2026',
  'durand.contoso.2026',
  'guichet-guichet',
])('%s is refused', (password) => {
  expect(isGuessable(password, PERSON)).toBe(true);
});

test.each([
  'correct horse battery staple',
  'a3f9-kd82-pp01',
  'marie likes long walks',
  'Guichet opens at nine',
  'été à la mer, hiver',
])('%s is taken', (password) => {
  expect(isGuessable(password, PERSON)).toBe(false);
});
