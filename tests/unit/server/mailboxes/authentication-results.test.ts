// What is read from Authentication-Results: by its grammar, and by nothing that only looks like it.
import { expect, test } from 'vitest';
import { parseAuthenticationResults } from '../../../../server/mailboxes/authentication-results.ts';

test('method, result and properties are read as the grammar says', () => {
  const header =
    'MX.example.org 1; spf=Pass (ok (nested \\) here)) smtp.mailfrom="a \\"b\\"; c"@x.example;\r\n' +
    '\tdkim/1 = fail reason="no; key" header . b=ab/c== header.d= x.example ;';
  expect(parseAuthenticationResults(header)).toEqual({
    server: 'mx.example.org',
    results: [
      {
        method: 'spf',
        result: 'pass',
        properties: [{ name: 'smtp.mailfrom', value: 'a "b"; c@x.example' }],
      },
      {
        method: 'dkim',
        result: 'fail',
        properties: [
          { name: 'reason', value: 'no; key' },
          { name: 'header.b', value: 'ab/c==' },
          { name: 'header.d', value: 'x.example' },
        ],
      },
    ],
  });
});

test('a server that checked nothing has no results', () => {
  expect(parseAuthenticationResults('"mx.example.org"; none')).toEqual({
    server: 'mx.example.org',
    results: [],
  });
});

test.each([
  'spf=pass (open',
  'spf=pass smtp.mailfrom="open',
  'spf=pass ) x',
  'spf=pass a\\b=c',
  'spf=pass (a "quote" in a comment)',
  'spf',
  'spf=',
  '=pass',
  '"spf"=pass',
  'spf="pa ss"',
  'smtp.mailfrom=x spf=pass',
  'spf=pass header.from=a b',
  'spf=pass header..from=a',
])('a result that is not well-formed proves nothing: %s', (result) => {
  const parsed = parseAuthenticationResults(`mx.example.org; dmarc=pass header.from=a.example; ${result}`);
  expect(parsed).toEqual({ server: 'mx.example.org', results: null });
});

test.each(['', ';', 'a b; none', 'mx=1; none', '(open; none'])('no server is read from %j', (header) => {
  expect(parseAuthenticationResults(header)).toBeNull();
});
