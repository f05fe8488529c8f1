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
  'iloveyou1234',
  'letmein12345',
  'azertyuiop123',
  'Bonjour12345',
  'abcdefghijkl',
  'ABCDEFGHIJKL',
  'lkjihgfedcba',
  '!!2026Soleil',
  'P@ssw0rd1234',
  'Bienvenue2026',
  'Février2026!',
  'Fe\u0301vrier2026!',
  'qsdfghjklm12',
  'qwertzuiop99',
  '1qaz2wsx3edc',
  'MonkeyMonkey',
  'dragon!dragon!',
  'abc1xabc1xabc1x',
  'mnbvcxzlkjhg',
  '098765432109',
])('%s is refused', (password) => {
  expect(isGuessable(password, PERSON)).toBe(true);
});

test.each([
  'correct horse battery staple',
  'a3f9-kd82-pp01',
  'marie likes long walks',
  'Guichet opens at nine',
  'été à la mer, hiver',
  'k7Tq!mXw2Rz9',
  'vHd8sP3nLf6b',
  '4nGq81zuLw0e',
  'cheval juste pile agrafe',
  'soleil-lampe-tigre-vélo',
  'correct1horse2battery3staple',
  'a3f9kd82qw-a3f9kd82qw',
  'x7abcdq9!mTr2K',
])('%s is taken', (password) => {
  expect(isGuessable(password, PERSON)).toBe(false);
});

test('passwords of twelve random characters are taken', () => {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!-_';
  // the same each time
  let state = 7;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return letters[state % letters.length] ?? '';
  };
  for (let count = 0; count < 2_000; count += 1) {
    const password = Array.from({ length: 12 }, next).join('');
    expect({ password, guessable: isGuessable(password, PERSON) }).toEqual({ password, guessable: false });
  }
});
