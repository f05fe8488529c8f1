// The pace that a server tells: nothing that it says makes an agent call without pause, or fall silent.
import { expect, it } from 'vitest';
import { PACE_RANGES, Pace } from '../../../contract/pace.ts';
import { SyncResponse } from '../../../contract/sync.ts';

const FORMER = { whileStreaming: 60, withoutStream: 60, spread: 60 };

it.each([
  [0, 'least'],
  [-1, 'least'],
  [1e-9, 'least'],
  [Number.MIN_SAFE_INTEGER, 'least'],
  [365 * 24 * 3600, 'most'],
  [Number.MAX_VALUE, 'most'],
] as const)('%s seconds count as the %s that an agent believes', (value, bound) => {
  expect(Pace.parse({ whileStreaming: value, withoutStream: value, spread: value })).toEqual({
    whileStreaming: PACE_RANGES.whileStreaming[bound],
    withoutStream: PACE_RANGES.withoutStream[bound],
    spread: PACE_RANGES.spread[bound],
  });
});

it.each([
  [undefined],
  [null],
  ['900'],
  [[]],
  [{}],
  [{ whileStreaming: '900', withoutStream: Number.NaN, spread: Number.POSITIVE_INFINITY }],
])('%j counts as the pace of a server that tells none', (told) => {
  expect(Pace.parse(told)).toEqual(FORMER);
});

it('a value that is none leaves the others as they were told', () => {
  expect(Pace.parse({ whileStreaming: 900, withoutStream: null, spread: 120 })).toEqual({
    whileStreaming: 900,
    withoutStream: 60,
    spread: 120,
  });
});

it('never keeps an answer from being read', () => {
  const answer = {
    standing: { organisation: 'Contoso', state: 'waiting', requester: null },
    results: [],
    tickets: [],
    cursor: 0,
    more: false,
  };
  for (const pace of [undefined, null, 'soon', { whileStreaming: {} }])
    expect(SyncResponse.parse({ ...answer, pace }).pace).toEqual(FORMER);
});
