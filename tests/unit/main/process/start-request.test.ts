// What a start asks for, and what a link on a page cannot.
import { expect, it } from 'vitest';
import { startRequest } from '../../../../main/process/start-request.ts';

const ID = '019c1234-5678-7abc-8def-0123456789ab';
const PROGRAM = String.raw`C:\Program Files\Guichet\Guichet.exe`;

it('at sign-in nothing is opened, and a click on the icon asks for nothing by name', () => {
  expect(startRequest([PROGRAM, '--hidden'])).toEqual({ kind: 'hidden' });
  expect(startRequest([PROGRAM])).toEqual({ kind: 'plain' });
});

it('a link opens the form or a ticket, with whatever Chromium puts beside it', () => {
  const withLink = (link: string) => startRequest([PROGRAM, '--allow-file-access-from-files', '--', link]);
  expect(withLink('guichet://new')).toEqual({ kind: 'new-ticket' });
  expect(withLink('GUICHET://new/')).toEqual({ kind: 'new-ticket' });
  expect(withLink(`guichet://ticket/${ID}`)).toEqual({ kind: 'ticket', id: ID });
  expect(withLink(`guichet://ticket/${ID.toUpperCase()}/`)).toEqual({ kind: 'ticket', id: ID });
});

it.each([
  'guichet://ticket/1',
  'guichet://ticket/',
  `guichet://ticket/${ID}/../../settings`,
  `guichet://ticket/${ID}?x=1`,
  'guichet://new?title=Pay%20now',
  'guichet://new#',
  'guichet://app/index.html',
  ' guichet://new',
  'https://help.example.org/guichet://new',
])('%s opens nothing', (link) => {
  expect(startRequest([PROGRAM, '--', link])).toEqual({ kind: 'plain' });
});
