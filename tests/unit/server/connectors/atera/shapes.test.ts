// Dates of Atera's comments, as requesters will see them.
import { expect, test } from 'vitest';
import { Instant } from '../../../../../contract/primitives.ts';
import { Comment, momentOf } from '../../../../../server/connectors/atera/shapes.ts';

const writtenAt = (date: string) => momentOf(Comment.parse({ Date: date })).toISOString();

test('a date that our own schema would refuse does not reach a ticket, whose requester could no longer sync', () => {
  expect(writtenAt('2026-11-22T01:26:04')).toBe('2026-11-22T01:26:04.000Z');
  expect(writtenAt('2026-11-22T01:26:04+01:00')).toBe('2026-11-22T00:26:04.000Z');
  for (const odd of [
    '+275760-09-13T00:00:00Z',
    '-271821-04-20T00:00:00Z',
    '0000-01-01T00:00:00+14:00',
    'soon',
  ]) {
    expect(writtenAt(odd)).toBe('1970-01-01T00:00:00.000Z');
    expect(Instant.safeParse(writtenAt(odd)).success).toBe(true);
  }
});
