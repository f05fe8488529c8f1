import { expect, test } from 'vitest';
import { check, isBeyondRepair, isClean, type Outcome, type Sent } from '../../chaos/checker.ts';

const file = { name: 'a.bin', sha256: 'aa' };
const ticket: Sent = { kind: 'ticket', text: 'T', ticket: 'T', by: 'one', isSaved: true, files: [file] };
const commentOf = (text: string, by = 'one'): Sent => ({
  kind: 'comment',
  text,
  ticket: 'T',
  by,
  isSaved: true,
  files: [],
});

/** A ticket with a file and two comments that has arrived everywhere, changed as a test wants it. */
function outcome(change: Partial<Outcome> = {}): Outcome {
  const comments = [{ text: 'first' }, { text: 'second' }];
  return {
    sent: [ticket, commentOf('first'), commentOf('second')],
    exists: [{ title: 'T', comments, files: [file] }],
    replies: [],
    shown: [
      { agent: 'one', tickets: [{ title: 'T', number: 'P-1', comments, files: [] }], readable: [file] },
    ],
    ...change,
  };
}

test('what has arrived once, in order and whole, is right', () => {
  expect(isClean(check(outcome()))).toBe(true);
});

test('a ticket that was told to be saved and does not exist is lost', () => {
  expect(check(outcome({ exists: [] })).lost).toEqual(['ticket T', 'comment first', 'comment second']);
});

test('what nobody was told to be saved may be missing, and must not be there twice', () => {
  const untold = { ...commentOf('third'), isSaved: false };
  const { sent, exists } = outcome();
  expect(isClean(check(outcome({ sent: [...sent, untold] })))).toBe(true);
  const twice = exists.map((one) => ({
    ...one,
    comments: [...one.comments, { text: 'third' }, { text: 'third' }],
  }));
  expect(check(outcome({ sent: [...sent, untold], exists: twice })).duplicated).toContain('comment third');
});

test('a ticket that exists twice is duplicated, and waiting does not mend it', () => {
  const { exists } = outcome();
  const verdict = check(outcome({ exists: [...exists, ...exists] }));
  expect(verdict.duplicated).toContain('ticket T');
  expect(isBeyondRepair(verdict)).toBe(true);
});

test('comments of one person in another order are reordered, those of two people are not', () => {
  const comments = [{ text: 'second' }, { text: 'first' }];
  const exists = [{ title: 'T', comments, files: [file] }];
  expect(check(outcome({ exists })).reordered).toEqual(['comment second']);
  const sent = [ticket, commentOf('first'), commentOf('second', 'two')];
  expect(check(outcome({ exists, sent })).reordered).toEqual([]);
});

test('a file with other bytes is altered, one that is missing is lost, one that is there twice is duplicated', () => {
  const withFiles = (files: Outcome['exists'][number]['files']) =>
    check(outcome({ exists: outcome().exists.map((one) => ({ ...one, files })) }));
  expect(withFiles([{ ...file, sha256: 'bb' }]).altered).toEqual(['file a.bin']);
  expect(withFiles([]).lost).toEqual(['file a.bin']);
  expect(withFiles([file, file]).duplicated).toEqual(['file a.bin']);
});

test('what exists and an agent does not show, or shows twice, is told', () => {
  const [shown] = outcome().shown;
  const showing = (tickets: Outcome['shown'][number]['tickets'], readable = [file]) =>
    check(outcome({ shown: [{ agent: 'one', tickets, readable }] }));
  const [own] = shown?.tickets ?? [];
  if (!own) throw new Error('nothing is shown');
  expect(showing([]).unreadable).toContain('ticket T in one');
  expect(showing([{ ...own, number: null }]).unreadable).toEqual(['ticket T in one']);
  expect(showing([{ ...own, comments: [{ text: 'first' }] }]).unreadable).toEqual(['comment second in one']);
  expect(showing([{ ...own, comments: [...own.comments, { text: 'first' }] }]).duplicated).toEqual([
    'comment first in one',
  ]);
  expect(showing([own], []).unreadable).toEqual(['file a.bin in one']);
});

test('a reply of a technician has to be readable like everything else', () => {
  const { exists } = outcome();
  const answered = exists.map((one) => ({ ...one, comments: [...one.comments, { text: 'answer' }] }));
  const replies = [{ ticket: 'T', text: 'answer' }];
  expect(check(outcome({ exists: answered, replies })).unreadable).toEqual(['comment answer in one']);
});
