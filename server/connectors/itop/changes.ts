// Reads changes of iTop page by page, from a little before the last reading. Of what that little brings again, only id and
// last_update are read.
import type { Changes, OperationResult } from '../connector.ts';
import { done, failed } from '../results.ts';
import { leftOutOf } from '../unreadable.ts';
import { boundOf, PAGE, type Page, type Reading, readNamed, readPage, tryAgain } from './changed-page.ts';
import { type Cursor, readCursor, writeCursor } from './cursor.ts';
import { readNewFiles } from './new-files.ts';
import { REASONS } from './sentences.ts';
import { classesOf, type ItopParts, type TicketClass } from './tickets.ts';

/** Pages per call: enough for both classes when little has changed. */
const PAGES_AT_ONCE = 2;

export async function changesSince(
  itop: ItopParts,
  cursor: string | null,
): Promise<OperationResult<Changes>> {
  if (cursor === null) return beginNow(itop);
  const read = readCursor(cursor);
  if (!read) return failed('refused', REASONS.foreignCursor);
  const next = await readOn(itop, read);
  if (!next.ok) return next;
  const { tickets, cursor: after } = next.value;
  const along = await readNamed(itop, next.value);
  if (!along.ok) return along;
  return done({
    ...{ tickets, cursor: writeCursor(after), more: after.underWay !== null || after.along.length > 0 },
    ...leftOutOf(read.unreadable, after.unreadable, REASONS.unreadable),
  });
}

/** Starts a cursor: recent changes are read but not reported, so that the overlap does not report them later. */
async function beginNow(itop: ItopParts): Promise<OperationResult<Changes>> {
  const clock = await itop.rest.execute({ operation: 'list_operations' });
  if (!clock.ok) return clock;
  const from = itop.rest.now().toISOString();
  let cursor: Cursor = { from, underWay: null, seen: {}, unreadable: {}, files: null, along: [] };
  do {
    const next = await readOn(itop, cursor);
    if (!next.ok) return next;
    cursor = next.value.cursor;
  } while (cursor.underWay !== null);
  // one that cannot be read is named once it is read as a change
  return done({ tickets: [], cursor: writeCursor({ ...cursor, unreadable: {} }), more: false });
}

type UnderWay = NonNullable<Cursor['underWay']>;

async function readOn(itop: ItopParts, cursor: Cursor): Promise<OperationResult<Reading>> {
  const { from, underWay, files, along } = cursor;
  const classes = classesOf(itop.settings);
  const reading: Reading = {
    cursor: { ...cursor, seen: { ...cursor.seen }, unreadable: { ...cursor.unreadable } },
    tickets: [],
  };
  const { seen, unreadable } = reading.cursor;
  let at: UnderWay | null = underWay;
  for (let pages = 0; pages < PAGES_AT_ONCE; pages += 1) {
    const step: UnderWay = at ?? { began: null, class: 0, page: 1, total: 0, isSecond: false };
    const page = await readPage(itop, classes[step.class] ?? 'UserRequest', reading, step.page);
    if (!page.ok) return page;
    const began = step.began ?? itop.rest.now().toISOString();
    at = stepAfter(page.value, { ...step, began }, classes);
    const isRepeated = underWay !== null && !step.isSecond;
    if (at !== null) continue;
    const tried = await tryAgain(itop, reading);
    if (!tried.ok) return tried;
    const listed = await readNewFiles(itop, reading);
    if (!listed.ok) return listed;
    const after = afterAll(itop, began, isRepeated, seen);
    return done({ ...reading, cursor: { ...after, unreadable, files: listed.value, along } });
  }
  return done({ ...reading, cursor: { from, underWay: at, seen, unreadable, files, along } });
}

/**
 * Returns the next page or the next class, null at the end. Restarts at the first page when tickets were deleted, which
 * shifts others between pages.
 */
function stepAfter({ count, total }: Page, step: UnderWay, classes: readonly TicketClass[]): UnderWay | null {
  const known = total ?? 0;
  if (step.page > 1 && known < step.total) return { ...step, page: 1, total: known };
  const hasMore = count === PAGE && (total === null || step.page * PAGE < total);
  if (hasMore) return { ...step, page: step.page + 1, total: known };
  return step.class + 1 < classes.length ? { ...step, class: step.class + 1, page: 1, total: 0 } : null;
}

/** A reading of several calls is repeated at once, for changes on pages already read. */
function afterAll(itop: ItopParts, began: string, isRepeated: boolean, seen: Cursor['seen']) {
  const earliest = boundOf(itop, began);
  return {
    from: began,
    underWay: isRepeated ? { began: null, class: 0, page: 1, total: 0, isSecond: true } : null,
    seen: Object.fromEntries(Object.entries(seen).filter(([, [, changedAt]]) => changedAt >= earliest)),
  };
}
