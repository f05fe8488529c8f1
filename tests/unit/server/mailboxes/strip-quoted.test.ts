// The text of a mail reply without its quotes.
import { describe, expect, test } from 'vitest';
import { ANSWER_MARKS } from '../../../../server/mailboxes/answer-mark.ts';
import { ownWords, stripQuoted } from '../../../../server/mailboxes/strip-quoted.ts';

test.each([
  ['as it is', 'It is mended.\n\nTry again.', 'It is mended.\n\nTry again.'],
  [
    'English, the quote below',
    'Done.\n\nOn Mon, Jan 7, 2030 at 10:00 AM A requester wrote:\n> It prints nothing\n> at all\n',
    'Done.',
  ],
  [
    'French, with the introduction on two lines',
    'Fait.\n\nLe lun. 7 janv. 2030 à 10:00, A requester\n<a.requester@contoso.example> a écrit :\n\n> Rien',
    'Fait.',
  ],
  [
    'Outlook, without quote marks',
    'Done.\r\n\r\nFrom: A requester <a@contoso.example>\r\nSent: Monday\r\nTo: Desk\r\nSubject: Printer\r\n\r\nNothing',
    'Done.',
  ],
  ['Outlook in French', 'Fait.\n\nDe : A requester\nEnvoyé : lundi\nÀ : Desk\n\nRien', 'Fait.'],
  ['its line', 'Done.\n________________________________\nFrom: A requester\nNothing', 'Done.'],
  ['its words', 'Done.\n-----Original Message-----\nNothing', 'Done.'],
  ['a signature', 'Done.\n-- \nA technician\nService desk', 'Done.'],
  ['answers between the quotes', '> Is it on?\nYes.\n> And now?\nIt prints.', 'Yes.\nIt prints.'],
  [
    'words that look alike',
    'From: here to there.\nOn Monday he wrote:\nnothing.',
    'From: here to there.\nOn Monday he wrote:\nnothing.',
  ],
  [
    'a line that a template draws',
    'Request 7001\n________________________________\n\nThe switch was replaced.',
    'Request 7001\n________________________________\n\nThe switch was replaced.',
  ],
  [
    'a way through menus',
    'Please open\n> Settings\n> Printers\nand choose the one of room 12.',
    'Please open\n> Settings\n> Printers\nand choose the one of room 12.',
  ],
  ['nothing but a quote', '> It prints nothing', '> It prints nothing'],
  ['nothing', '', ''],
])('%s', (_, text, own) => {
  expect(stripQuoted(text)).toBe(own);
});

test('blank and quoted lines by turns take no longer than their number', () => {
  const text = (count: number) => `Yes.\n\nOn Monday, A technician wrote:\n${'\n>\n'.repeat(count)}`;
  expect(stripQuoted(text(100_000))).toBe('Yes.');
});

describe.each(Object.values(ANSWER_MARKS))('below “%s”', (mark) => {
  test.each([
    ['unquoted', `Done.\n\n${mark}\n\nA note.`],
    ['quoted', `Done.\n\nOn Monday, Guichet wrote:\n> ${mark}\n>\n> A note.`],
    ['quoted twice, and in bold', `Done.\n>> *${mark}*\nA note.`],
    ['below an attribution alone', `Done.\n\nLe lundi, Guichet a écrit :\n\n${mark}\nA note.`],
  ])('nothing is kept, %s', (_, text) => {
    expect(ownWords(text)).toBe('Done.');
    expect(stripQuoted(text)).toBe('Done.');
  });

  test('nothing is kept where nothing stands above it', () => {
    expect(ownWords(`${mark}\nA note.`)).toBe('');
    expect(stripQuoted(`${mark}\nA note.`)).toBe('');
    expect(stripQuoted(`> ${mark}\n> A note.\nDone.`)).toBe('');
  });
});

test('a quote alone has no words of its own', () => {
  expect(ownWords('> A note.')).toBe('');
});
