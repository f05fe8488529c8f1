// What a cursor stands for.
import { expect, test } from 'vitest';
import { MARKS_LENGTH, markAt, newMark, placeOf, told } from '../../../../server/tickets/change-marks.ts';

/** A requester's feed after these changes. */
function feed(marks: readonly string[], { requesterId = 'r', first = 1 } = {}) {
  const changeMarks = marks.toReversed().join('').slice(0, MARKS_LENGTH);
  return { requesterId, changeSeq: first + marks.length - 1, changeMarks };
}

const MARKS = Array.from({ length: 5 }, newMark);
const HERE = feed(MARKS);

test('a cursor of this feed is here, whichever of the last changes it stands for', () => {
  const places = MARKS.map((mark, index) => placeOf(HERE, { cursor: index + 1, mark: told('r', mark) }));
  expect(places).toEqual(MARKS.map(() => 'here'));
});

test('a cursor that the feed has not reached, or has passed again with other changes, tells that it is older', () => {
  const mark = told('r', newMark());
  expect(placeOf(HERE, { cursor: 6, mark })).toBe('older');
  expect(placeOf(HERE, { cursor: 3, mark })).toBe('older');
});

test('a cursor of another requester says nothing about this feed', () => {
  expect(placeOf(HERE, { cursor: 9, mark: told('other', newMark()) })).toBe('unknown');
  expect(placeOf(HERE, { cursor: 3, mark: told('other', MARKS[2] ?? '') })).toBe('unknown');
});

test('an agent without a mark is judged by its number alone', () => {
  expect(placeOf(HERE, { cursor: 3, mark: null })).toBe('here');
  expect(placeOf(HERE, { cursor: 6, mark: null })).toBe('unknown');
  expect(placeOf(HERE, { cursor: 0, mark: null })).toBe('here');
});

test('a change too far back, and one of before there were marks, cannot be told', () => {
  const many = Array.from({ length: 70 }, newMark);
  const long = feed(many);
  expect(placeOf(long, { cursor: 7, mark: told('r', many[6] ?? '') })).toBe('here');
  expect(placeOf(long, { cursor: 6, mark: told('r', many[5] ?? '') })).toBe('unknown');
  const upgraded = feed(MARKS, { first: 100 });
  expect(markAt(upgraded, 99)).toBeNull();
  expect(placeOf(upgraded, { cursor: 99, mark: null })).toBe('here');
  expect(told('r', '')).toBeNull();
});

test('no two marks are alike', () => {
  expect(new Set(Array.from({ length: 2000 }, newMark)).size).toBe(2000);
});
