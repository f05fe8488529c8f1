import { expect, test } from 'vitest';
import { TOKEN_ALPHABET } from '../../../../contract/enrolment.ts';
import { systemChance } from '../../../../server/chance.ts';
import { makeToken, TOKEN_LENGTH } from '../../../../server/enrolment/confirmation-token.ts';
import { TOKENS } from '../../../../server/limits/table.ts';

test('a token has eight characters, none of them ambiguous', () => {
  for (let made = 0; made < 1000; made += 1)
    expect(makeToken(systemChance)).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/);
});

test('all characters are equally likely: bytes that would cause a bias are rejected', () => {
  const drawn: Buffer[] = [Buffer.alloc(8, 255), Buffer.from([254, 0, 1, 2, 3, 4, 5, 6]), Buffer.alloc(8, 7)];
  const token = makeToken({ ...systemChance, bytes: () => drawn.shift() ?? Buffer.alloc(8) });
  const fair = 256 - (256 % TOKEN_ALPHABET.length);
  expect(fair).toBeLessThan(254);
  expect(token).toBe(`${TOKEN_ALPHABET.slice(0, 7)}${TOKEN_ALPHABET[7]}`);
});

test('the odds of guessing are those of docs/threat-model.md', () => {
  const tokens = TOKENS.mostPerHour.email + TOKENS.mostPerHourOfUnaccepted.email;
  expect(tokens).toBe(7);
  const perHour = (TOKENS.tries * tokens) / TOKEN_ALPHABET.length ** TOKEN_LENGTH;
  expect(Math.round(1 / perHour / 1e9)).toBe(19);
  expect(Math.round(1 / (perHour * 24 * 365) / 1e6)).toBe(2);
});
