// The results of a mail server about a forged sender: whatever the sender writes where it may, they never vouch for it.
import fc from 'fast-check';
import { afterAll, test } from 'vitest';
import { isAuthenticated } from '../../../server/mailboxes/authentication.ts';
import { createTally, fuzz, inputsFor, PATIENCE } from './campaign.ts';
import { nastyText } from './nasty.ts';

/** Of all inputs of the campaign. */
const SHARE = 0.03;
const tally = createTally('mail senders');
afterAll(() => tally.print());

const SERVER = 'mx.example.org';
const DOMAIN = 'desk.example';

/** Texts with what a forger would write: results, and what ends the place where it stands. */
const TEXT = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          ...[
            'dmarc=pass',
            'dkim=pass',
            'header.from=desk.example',
            'header.d=desk.example',
            'dmarc',
            'pass',
          ],
          ...[
            ';',
            ' ',
            '(',
            ')',
            '"',
            '\\',
            '=',
            '@',
            '; ',
            ' (',
            ') ',
            '"@desk.example',
            '\r\n ',
            '\t',
            '/1',
          ],
        ),
      },
      { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
      { weight: 1, arbitrary: nastyText },
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
const comment = (text: string) => `(${text.replace(/[()\\]/g, '\\$&')})`;

/** Writes the header of an honest server, which puts the five texts where a sender's text may be. */
function honest([a = '', b = '', c = '', d = '', e = '']: string[], dmarc: string): string {
  return [
    SERVER,
    `spf=pass ${comment(a)} smtp.mailfrom=${quoted(b)}@elsewhere.example`,
    `dkim=fail reason=${quoted(c)} header.i=${quoted(d)}@elsewhere.example header.d=elsewhere.example`,
    `dmarc=${dmarc} (p=none) header.from=${DOMAIN}`,
    `auth=pass ${comment(e)} smtp.auth=${quoted(a)}`,
  ].join('; ');
}

/** The same of a server that copies texts into comments and values as they are. */
function careless([a = '', b = '', c = '', d = '', e = '']: string[]): string {
  return [
    SERVER,
    `spf=pass (domain of ${a}) smtp.mailfrom=${b}`,
    `dkim=fail (${c}) header.i=${d}`,
    `dmarc=fail (p=none) header.from=${DOMAIN}`,
    `auth=pass (${e}) smtp.auth=${a}`,
  ].join('; ');
}

const TEXTS = fc.array(TEXT, { minLength: 5, maxLength: 5 });

test.each([
  ['an honest server after a failure', (texts: string[]) => honest(texts, 'fail')],
  ['an honest server without a policy', (texts: string[]) => honest(texts, 'none')],
  ['a careless server after a failure', careless],
] as const)(
  'nothing that a sender writes makes %s vouch for it',
  async (name, headerWith) => {
    await fuzz(name, inputsFor(SHARE, 3), TEXTS, (texts) => {
      tally.count(name);
      if (isAuthenticated([headerWith(texts)], SERVER, DOMAIN)) throw new Error(headerWith(texts));
    });
  },
  PATIENCE,
);
