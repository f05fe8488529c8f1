// On which list a ticket stands, how the keyboard moves in a list, and which ticket was asked for.
import { describe, expect, test } from 'vitest';
import { shelfOf, ticketsOn } from '../../../renderer/tickets/shelf.ts';
import { rememberLast } from '../../../renderer/ui/last-notice.ts';
import { indexAfterKey } from '../../../renderer/ui/roving-focus.ts';

const now = Date.parse('2025-03-31T12:00:00.000Z');
const daysAgo = (days: number) => new Date(now - days * 24 * 60 * 60_000).toISOString();
const ticket = (id: string, status: 'new' | 'resolved' | 'rejected' | 'closed', days: number) => ({
  id,
  place: 'created' as const,
  number: null,
  title: id,
  status,
  technician: null,
  createdAt: daysAgo(days),
  updatedAt: daysAgo(days),
  unread: false,
});

describe('the two lists', () => {
  test('a ticket stays open until it is closed, however old', () => {
    expect(shelfOf(ticket('a', 'new', 400), now)).toBe('open');
    expect(shelfOf(ticket('a', 'resolved', 1), now)).toBe('open');
    expect(shelfOf(ticket('a', 'rejected', 1), now)).toBe('open');
  });

  test('a closed ticket is kept in sight for a month', () => {
    expect(shelfOf(ticket('a', 'closed', 31), now)).toBe('closed');
    expect(shelfOf(ticket('a', 'closed', 32), now)).toBeNull();
  });

  test('what changed last comes first', () => {
    const tickets = [ticket('old', 'new', 3), ticket('closed', 'closed', 0), ticket('fresh', 'new', 1)];
    expect(ticketsOn('open', tickets, now).map(({ id }) => id)).toEqual(['fresh', 'old']);
  });
});

describe('the arrows in a list', () => {
  test('they stop at both ends', () => {
    expect(indexAfterKey('ArrowDown', 2, 3, 'vertical')).toBe(2);
    expect(indexAfterKey('ArrowUp', 0, 3, 'vertical')).toBe(0);
    expect(indexAfterKey('End', 0, 3, 'vertical')).toBe(2);
    expect(indexAfterKey('Home', 2, 3, 'vertical')).toBe(0);
  });

  test('keys of the other direction, and any other key, do nothing', () => {
    expect(indexAfterKey('ArrowDown', 0, 3, 'horizontal')).toBeNull();
    expect(indexAfterKey('a', 0, 3, 'vertical')).toBeNull();
    expect(indexAfterKey('Home', 0, 0, 'vertical')).toBeNull();
  });
});

describe('the ticket to show', () => {
  test('one named before the screen is there is not lost, and the same one named again is told again', () => {
    let tell: (notice: { id: string }) => void = () => {};
    const toShow = rememberLast<{ id: string }>((listener) => {
      tell = listener;
    });
    tell({ id: 'a' });
    const first = toShow.last();
    expect(first).toEqual({ id: 'a' });
    let changes = 0;
    const stop = toShow.subscribe(() => {
      changes += 1;
    });
    tell({ id: 'a' });
    expect(toShow.last()).not.toBe(first);
    stop();
    tell({ id: 'b' });
    expect(changes).toBe(1);
  });
});
