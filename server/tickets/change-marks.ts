// Marks tie a cursor to the change it stands for, so that a database which came back older is noticed, even once its feed has passed
// the cursor again (ADR 110).
import { v7 } from 'uuid';
import { sha256 } from '../hashes.ts';

/** Characters of a mark. */
const LENGTH = 8;
/** How many changes of a requester keep their mark: whoever comes back after more of them reads all tickets again. */
const KEPT = 64;
/** Characters that a requester's row keeps. */
export const MARKS_LENGTH = LENGTH * KEPT;

/**
 * Returns a mark that no other change has. Of time and chance: a machine that was set back to a snapshot may draw what it has drawn
 * before.
 */
export function newMark(): string {
  return sha256(v7()).slice(0, LENGTH);
}

/** Whose feed a cursor belongs to, and its changes; `changeSeq` is null without a requester. */
interface Feed {
  requesterId: string | null;
  changeSeq: number | null;
  changeMarks: string | null;
}

/**
 * here: the feed has given this cursor. older: it has given another change this number, or has not come so far. unknown: it cannot be
 * told, because the cursor is another requester's, or too many changes came since.
 */
type Place = 'here' | 'older' | 'unknown';

/** `mark` is null for an agent that was never told one: its number counts alone. */
export function placeOf(feed: Feed, { cursor, mark }: { cursor: number; mark: string | null }): Place {
  const { requesterId, changeSeq } = feed;
  if (requesterId === null || changeSeq === null || cursor === 0) return 'here';
  if (mark === null) return cursor > changeSeq ? 'unknown' : 'here';
  const [reader, own] = mark.split('.');
  if (reader !== readerOf(requesterId)) return 'unknown';
  if (cursor > changeSeq) return 'older';
  const here = markAt(feed, cursor);
  if (here === null) return 'unknown';
  return own === here ? 'here' : 'older';
}

/** The mark that goes out with a cursor of this requester; null where the change has none. */
export function told(requesterId: string, mark: string | null): string | null {
  return mark ? `${readerOf(requesterId)}.${mark}` : null;
}

/** The mark of the change with this number; null where it has none any more. */
export function markAt({ changeSeq, changeMarks }: Omit<Feed, 'requesterId'>, cursor: number): string | null {
  const from = ((changeSeq ?? 0) - cursor) * LENGTH;
  const mark = from < 0 ? '' : (changeMarks ?? '').slice(from, from + LENGTH);
  return mark === '' ? null : mark;
}

/** Tells requesters apart, and says nothing about them. */
function readerOf(requesterId: string): string {
  return sha256(requesterId).slice(0, LENGTH);
}
