// Reads changes of iTop page by page, from a little before the last reading, without those already reported.
import { MINUTE } from '../../clock.ts';
import type { Changes, OperationResult, TicketChange } from '../connector.ts';
import { done, failed } from '../results.ts';
import { type Cursor, readCursor, writeCursor } from './cursor.ts';
import { oqlString } from './oql.ts';
import { parseFields } from './rest-answer.ts';
import { REASONS } from './sentences.ts';
import { CHANGED_FIELDS, ChangedTicket, changeOf, hashOf } from './ticket-change.ts';
import { classesOf, type ItopParts, type TicketClass } from './tickets.ts';
import { earliestLocal } from './times.ts';

const PAGE = 50;
/** Pages per call: enough for both classes when little has changed. */
const PAGES_AT_ONCE = 2;
/**
 * Overlap of two readings, in milliseconds: last_update is in whole seconds, and is set before iTop's transaction
 * commits.
 */
const OVERLAP = 2 * MINUTE;

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
  return done({ tickets, cursor: writeCursor(after), more: after.underWay !== null });
}

/** Starts a cursor: recent changes are read but not reported, so that the overlap does not report them later. */
async function beginNow(itop: ItopParts): Promise<OperationResult<Changes>> {
  const clock = await itop.rest.execute({ operation: 'list_operations' });
  if (!clock.ok) return clock;
  let cursor: Cursor = { from: itop.rest.now().toISOString(), underWay: null, seen: [] };
  do {
    const next = await readOn(itop, cursor);
    if (!next.ok) return next;
    cursor = next.value.cursor;
  } while (cursor.underWay !== null);
  return done({ tickets: [], cursor: writeCursor(cursor), more: false });
}

interface Reading {
  cursor: Cursor;
  tickets: TicketChange[];
}

type UnderWay = NonNullable<Cursor['underWay']>;

async function readOn(itop: ItopParts, { from, underWay, seen }: Cursor): Promise<OperationResult<Reading>> {
  const classes = classesOf(itop.settings);
  const tickets: TicketChange[] = [];
  let at: UnderWay | null = underWay;
  let known = seen;
  for (let pages = 0; pages < PAGES_AT_ONCE; pages += 1) {
    const step: UnderWay = at ?? { began: null, class: 0, page: 1, total: 0, isSecond: false };
    const page = await readPage(itop, classes[step.class] ?? 'UserRequest', from, step);
    if (!page.ok) return page;
    const news = page.value.seen.filter(
      ([ref, hash]) => !known.some((one) => one[0] === ref && one[1] === hash),
    );
    const newRefs = new Set(news.map(([ref]) => ref));
    tickets.push(...page.value.changes.filter(({ ref }) => newRefs.has(ref)));
    known = [...known.filter(([ref]) => !newRefs.has(ref)), ...news];
    const began = step.began ?? itop.rest.now().toISOString();
    at = stepAfter(page.value, { ...step, began }, classes);
    const isRepeated = underWay !== null && !step.isSecond;
    if (at === null) return done({ tickets, cursor: afterAll(itop, began, isRepeated, known) });
  }
  return done({ tickets, cursor: { from, underWay: at, seen: known } });
}

/**
 * Returns the next page or the next class, null at the end. Restarts at the first page when tickets were deleted, which
 * shifts others between pages.
 */
function stepAfter(
  { count, total }: Pick<Page, 'count' | 'total'>,
  step: UnderWay,
  classes: readonly TicketClass[],
): UnderWay | null {
  const known = total ?? 0;
  if (step.page > 1 && known < step.total) return { ...step, page: 1, total: known };
  const hasMore = count === PAGE && (total === null || step.page * PAGE < total);
  if (hasMore) return { ...step, page: step.page + 1, total: known };
  return step.class + 1 < classes.length ? { ...step, class: step.class + 1, page: 1, total: 0 } : null;
}

/** A reading of several calls is repeated at once, for changes on pages already read. */
function afterAll(itop: ItopParts, began: string, isRepeated: boolean, seen: Cursor['seen']): Cursor {
  const earliest = boundOf(itop, began);
  return {
    from: began,
    underWay: isRepeated ? { began: null, class: 0, page: 1, total: 0, isSecond: true } : null,
    seen: seen.filter(([, , changedAt]) => changedAt >= earliest),
  };
}

function boundOf({ settings, rest }: ItopParts, from: string): string {
  return earliestLocal(settings.timeZone, new Date(Date.parse(from) - OVERLAP), rest.now());
}

interface Page {
  changes: TicketChange[];
  seen: Cursor['seen'];
  count: number;
  total: number | null;
}

async function readPage(
  itop: ItopParts,
  ticketClass: TicketClass,
  from: string,
  { page }: UnderWay,
): Promise<OperationResult<Page>> {
  const { rest, settings } = itop;
  const result = await rest.execute({
    operation: 'core/get',
    class: ticketClass,
    key: `SELECT ${ticketClass} WHERE last_update >= ${oqlString(boundOf(itop, from))}`,
    output_fields: CHANGED_FIELDS,
    limit: PAGE,
    page,
  });
  if (!result.ok) return result;
  const rows = parseFields(ChangedTicket, result.value.objects);
  if (!rows.ok) return rows;
  const changes = rows.value.map((row) => changeOf(settings, ticketClass, row, rest.now()));
  const seen = rows.value.map((row, index): Cursor['seen'][number] => {
    const change = changes[index];
    return [change?.ref ?? '', hashOf(JSON.stringify(change)), row.last_update];
  });
  return done({ changes, seen, count: rows.value.length, total: result.value.total });
}
