// A mail is from one address, or from nobody.
import { expect, test } from 'vitest';
import { nameBeside, senderOf } from '../../../../server/mailboxes/sender-of.ts';

const ANA = 'ana@contoso.example';

test.each([
  [ANA],
  ['ANA@Contoso.Example'],
  [`<${ANA}>`],
  [`Ana <${ANA}>`],
  [`Doe, Ana <${ANA}>`],
  [`"Doe, Ana" <${ANA}>`],
  [`"bob@contoso.example" <${ANA}>`],
  [`"Ana \\" <bob@contoso.example>" <${ANA}>`],
  [`${ANA} <${ANA}>`],
  [`${ANA} (bob@contoso.example)`],
  [`Ana (of (the) desk) <${ANA}>`],
  [`=?utf-8?q?bob=40contoso=2Eexample=3E=2C?= <${ANA}>`],
])('%s is Ana', (header) => {
  expect(senderOf([header])).toBe(ANA);
});

test.each([
  [''],
  ['Ana'],
  ['scanner@copier'],
  ['zoé@elsewhere.example'],
  ['john..doe@elsewhere.example'],
  ['<a,b@elsewhere.example>'],
  ['<v1@one.example,v2@two.example>'],
  ['x <v6@one.example;v7@two.example>'],
  ['x <group:v8@one.example>'],
  ['"v4@one.example, v5@two.example"@z.example'],
  [`bob@contoso.example, ${ANA}`],
  [`${ANA}, Bob <bob@contoso.example>`],
  [`<${ANA}> <bob@contoso.example>`],
  [`bob@contoso.example <${ANA}>`],
  [`Group: Ana <${ANA}>;`],
  [`<@evil.example:${ANA}>`],
  [`Ana <${ANA}`],
  [`${'x'.repeat(2000)} <${ANA}>`],
])('%s is nobody', (header) => {
  expect(senderOf([header])).toBe('');
});

test('two headers are nobody, and so is none', () => {
  expect(senderOf([ANA, ANA])).toBe('');
  expect(senderOf([])).toBe('');
});

test('a header of the worst kind is read in no time', () => {
  const before = performance.now();
  for (const bad of ['"\\', '(\\(', '<', '"', '@'])
    expect(senderOf([bad.repeat(2000 / bad.length)])).toBe('');
  expect(performance.now() - before).toBeLessThan(2000);
});

test.each([
  ['', ANA],
  ['  ', ANA],
  ['bob@contoso.example', ANA],
  ['Bob bob@contoso.example', ANA],
  ['bob＠contoso.example', ANA],
  ['Bob <bob@contoso.example>', ANA],
  ['Ana', 'Ana'],
  ['Ana @ Contoso', 'Ana @ Contoso'],
])('beside the address of Ana, “%s” is shown as %s', (name, shown) => {
  expect(nameBeside(name, ANA)).toBe(shown);
});
