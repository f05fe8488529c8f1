import { describe, expect, it } from 'vitest';
import { createSeenFiles, seenOwner } from '../../../../main/attachments/seen-files.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { storageForEach } from '../../../fakes/storage.ts';

const openStorage = storageForEach();

function seenFiles(maxBytes: number) {
  const clock = manualClock();
  const held = new Set<string>();
  const attachments = {
    retain: (owner: string) => void held.add(owner),
    release: (owner: string) => void held.delete(owner),
  };
  const files = createSeenFiles({ db: openStorage().db, attachments, clock, maxBytes });
  const see = (sha256: string, size: number) => {
    clock.advance(1000);
    return files.markSeen({ sha256, size });
  };
  return { files, held, see };
}

describe('cached pictures', () => {
  it('are limited in size, and the least recently seen are evicted', () => {
    const { held, see } = seenFiles(100);
    see('a', 40);
    see('b', 40);
    see('a', 40);
    expect(see('c', 40)).toBe(true);
    expect([...held]).toEqual([seenOwner('a'), seenOwner('c')]);
  });

  it('are all released when the requester changes', () => {
    const { files, held, see } = seenFiles(100);
    see('a', 40);
    files.removeAll();
    expect(held.size).toBe(0);
  });
});
