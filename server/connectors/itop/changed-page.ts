// Reads a page of what has changed in iTop: ids and last_update of all, and whole only what may hold news.
import { z } from 'zod';
import { MINUTE, SECOND } from '../../clock.ts';
import type { OperationResult, TicketChange } from '../connector.ts';
import { done } from '../results.ts';
import { dueOf } from '../unreadable.ts';
import type { Cursor, Seen } from './cursor.ts';
import { FILE, filesOf, listFiles, markFiles } from './list-files.ts';
import { oqlString } from './oql.ts';
import { readTickets } from './read-tickets.ts';
import { parseFields } from './rest-answer.ts';
import { changeOf, hashOf } from './ticket-change.ts';
import { classesOf, formatRef, Id, type ItopParts, parseRef, type TicketClass } from './tickets.ts';
import { earliestLocal, instantOf } from './times.ts';

/** Ids in a page. */
export const PAGE = 250;
/**
 * Overlap of two readings, in milliseconds: last_update is in whole seconds, and is set before iTop's transaction
 * commits.
 */
const OVERLAP = 2 * MINUTE;
/** In the second of its last_update a ticket may change again without another last_update; clocks are known to the second. */
const SAME_SECOND = 3 * SECOND;
/** A transaction that waits for a lock of the database commits a last_update that is older: what was read before is read once more. */
const LATE_COMMIT = MINUTE;
/** Tickets that are read in one call because they were named. */
const MOST_NAMED = 50;
/** What a call has read so far: its parts are changed in place. */
export interface Reading {
  cursor: Cursor;
  tickets: TicketChange[];
}

/** Returns the last_update from which is read what changed after `from`. */
export function boundOf({ settings, rest }: ItopParts, from: string): string {
  return earliestLocal(settings.timeZone, new Date(Date.parse(from) - OVERLAP), rest.now());
}

export interface Page {
  count: number;
  total: number | null;
}

const Listed = z.object({ id: Id, ref: z.string(), last_update: z.string() });
type Listed = z.infer<typeof Listed>;

/** Reads what has changed on a page, and adds it to the reading. */
export async function readPage(
  itop: ItopParts,
  ticketClass: TicketClass,
  reading: Reading,
  page: number,
): Promise<OperationResult<Page>> {
  const result = await itop.rest.execute({
    operation: 'core/get',
    class: ticketClass,
    key: `SELECT ${ticketClass} WHERE last_update >= ${oqlString(boundOf(itop, reading.cursor.from))}`,
    output_fields: Object.keys(Listed.shape).join(','),
    limit: PAGE,
    page,
  });
  if (!result.ok) return result;
  const rows = parseFields(Listed, result.value.objects);
  if (!rows.ok) return rows;
  const read = await readWhole(
    itop,
    ticketClass,
    reading,
    rows.value.filter((row) =>
      isToRead(itop, reading.cursor, formatRef({ class: ticketClass, id: row.id }), row),
    ),
  );
  return read.ok ? done({ count: rows.value.length, total: result.value.total }) : read;
}

/** Whether the ticket may hold what was not read yet. */
function isToRead(
  { settings, rest }: ItopParts,
  { seen, unreadable }: Cursor,
  ref: string,
  { last_update }: Listed,
): boolean {
  if (unreadable[ref]?.[1] === last_update) return false;
  const [, changed, readAt] = seen[ref] ?? [];
  if (readAt === undefined || changed !== last_update) return true;
  const now = rest.now();
  const updatedAt = instantOf(settings.timeZone, last_update, now).getTime();
  const read = Date.parse(readAt);
  return (
    read < updatedAt + SAME_SECOND ||
    (read < updatedAt + LATE_COMMIT && now.getTime() >= updatedAt + LATE_COMMIT)
  );
}

/** Reads tickets whole, and adds those with news to the reading. */
export async function readWhole(
  itop: ItopParts,
  ticketClass: TicketClass,
  { cursor: { seen, unreadable }, tickets }: Reading,
  rows: readonly Pick<Listed, 'id' | 'ref' | 'last_update'>[],
): Promise<OperationResult<void>> {
  const readAt = itop.rest.now().toISOString();
  const ids = rows.map(({ id }) => id);
  const read = await readTickets(itop, ticketClass, ids);
  if (!read.ok) return read;
  const files = await filesOf(itop, ticketClass, ids, unreadable);
  if (!files.ok) return files;
  for (const row of rows) delete unreadable[formatRef({ class: ticketClass, id: row.id })];
  const markUnread = (id: string) => {
    const row = rows.find((one) => one.id === id);
    if (row) unreadable[formatRef({ class: ticketClass, id })] = [row.ref, row.last_update, readAt];
  };
  read.value.unreadable.forEach(markUnread);
  for (const row of read.value.rows) {
    const change = tryChange(itop, ticketClass, row, files.value);
    if (change === null) {
      markUnread(row.id);
      continue;
    }
    const next: Seen = [hashOf(JSON.stringify(change)), row.last_update, readAt];
    if (seen[change.ref]?.[0] !== next[0]) tickets.push(change);
    // the oldest are forgotten first
    delete seen[change.ref];
    seen[change.ref] = next;
  }
  return done(undefined);
}

/** Returns null where the ticket cannot be converted, which is a bug: it holds up no other ticket. */
function tryChange(...parts: Parameters<typeof changeOf>): TicketChange | null {
  try {
    return changeOf(...parts);
  } catch {
    return null;
  }
}

/** Reads some of the tickets that are to be read whatever has changed. */
export async function readNamed(itop: ItopParts, reading: Reading): Promise<OperationResult<void>> {
  const { cursor } = reading;
  const named = cursor.along.slice(0, MOST_NAMED);
  for (const ticketClass of classesOf(itop.settings)) {
    const rows = named.flatMap((ref) => {
      const parsed = parseRef(ref);
      return parsed.ok && parsed.value.class === ticketClass
        ? [{ id: parsed.value.id, ref, last_update: '' }]
        : [];
    });
    const read = rows.length > 0 ? await readWhole(itop, ticketClass, reading, rows) : done(undefined);
    if (!read.ok) return read;
  }
  cursor.along = cursor.along.slice(MOST_NAMED);
  return done(undefined);
}

/** Tries tickets and files that could not be read. */
export async function tryAgain(itop: ItopParts, reading: Reading): Promise<OperationResult<void>> {
  const { unreadable } = reading.cursor;
  for (const ref of dueOf(unreadable, itop.rest.now().getTime())) {
    if (ref.startsWith(FILE)) {
      const tried = await tryFile(itop, reading, ref);
      if (!tried.ok) return tried;
      continue;
    }
    const [number, last_update] = unreadable[ref] ?? ['', ''];
    const parsed = parseRef(ref);
    if (!parsed.ok) return parsed;
    const { class: ticketClass, id } = parsed.value;
    const read = await readWhole(itop, ticketClass, reading, [{ id, ref: number, last_update }]);
    if (!read.ok) return read;
  }
  return done(undefined);
}

/** Reads the ticket of a file that can be read again, so that the file comes with it. */
async function tryFile(itop: ItopParts, reading: Reading, ref: string): Promise<OperationResult<void>> {
  const { unreadable } = reading.cursor;
  const readAt = itop.rest.now().toISOString();
  const list = await listFiles(itop, `id = ${ref.slice(FILE.length)}`);
  if (!list.ok) return list;
  const { files, mayRead } = list.value;
  if (!mayRead) return done(undefined);
  delete unreadable[ref];
  markFiles(list.value, unreadable, readAt);
  for (const { item_class, item_id: id } of files) {
    const ticketClass = classesOf(itop.settings).find((one) => one === item_class);
    if (ticketClass === undefined) continue;
    const row = { id, ref: formatRef({ class: ticketClass, id }), last_update: '' };
    const read = await readWhole(itop, ticketClass, reading, [row]);
    if (!read.ok) return read;
  }
  return done(undefined);
}
