// The acts of staff on tickets of other backends: which of them a status allows.
import { expect, test } from 'vitest';
import { type ActsElsewhere, actsIn } from '../../../contract/elsewhere.ts';

const ACTS: ActsElsewhere = { close: ['resolved'], note: ['new', 'resolved'], resolve: ['new'] };

test('a status allows the acts that the backend takes in it', () => {
  expect(actsIn(ACTS, 'resolved')).toEqual(['close', 'note']);
  expect(actsIn(ACTS, 'closed')).toEqual([]);
  expect(actsIn({}, 'new')).toEqual([]);
});

test('a status that is not mapped to one of ours forbids nothing: the backend decides', () => {
  expect(actsIn(ACTS, null)).toEqual(['resolve', 'close', 'note']);
});
