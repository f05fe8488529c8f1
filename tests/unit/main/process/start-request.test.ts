// What the arguments of a start may request, and what a link may not.
import { expect, it } from 'vitest';
import { startRequest } from '../../../../main/process/start-request.ts';

const ID = '019c1234-5678-7abc-8def-0123456789ab';
const PROGRAM = String.raw`C:\Program Files\Guichet\Guichet.exe`;

it('the start at sign-in opens nothing, and a click on the icon names no window', () => {
  expect(startRequest([PROGRAM, '--hidden'])).toEqual({ kind: 'hidden' });
  expect(startRequest([PROGRAM])).toEqual({ kind: 'plain' });
});

it('a link opens the form or a ticket, despite the arguments that Chromium adds', () => {
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
