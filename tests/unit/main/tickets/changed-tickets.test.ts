import { describe, expect, it } from 'vitest';
import { createUploadTracker } from '../../../../main/sync/upload-tracker.ts';
import { createChangedTickets } from '../../../../main/tickets/changed-tickets.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';

describe('windows are notified of changed tickets', () => {
  it('at once, and then at most four times a second', () => {
    const clock = manualClock();
    const notified: string[][] = [];
    const changed = createChangedTickets((ids) => notified.push(ids), clock);
    changed(['a']);
    expect(notified).toEqual([['a']]);
    for (const id of ['b', 'c', 'b']) changed([id]);
    expect(notified).toHaveLength(1);
    clock.advance(250);
    expect(notified[1]).toEqual(['b', 'c']);
    clock.advance(1000);
    expect(notified).toHaveLength(2);
    changed(['d']);
    expect(notified[2]).toEqual(['d']);
  });
});

describe('upload progress', () => {
  const files = [
    { sha256: 'one', size: 60 },
    { sha256: 'two', size: 40 },
  ];

  it('counts the bytes of all files of a ticket, from the server’s offset', () => {
    const changed: string[] = [];
    const progress = createUploadTracker((ticketId) => changed.push(ticketId));
    expect(progress.ofTicket('t')).toBeNull();
    progress.begin('key', 't', files);
    progress.reached('key', 'one', 20);
    progress.reached('key', 'one', 60);
    progress.reached('key', 'two', 10);
    expect(progress.ofTicket('t')).toEqual({ sent: 70, size: 100 });
    progress.end('key');
    expect(progress.ofTicket('t')).toBeNull();
    expect(changed).toHaveLength(5);
  });

  it('is null for a command without files', () => {
    const progress = createUploadTracker(() => {});
    progress.begin('key', 't', []);
    expect(progress.ofTicket('t')).toBeNull();
  });
});
