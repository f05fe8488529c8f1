// Finds the files that were attached without a change of their ticket, as other programs do: iTop's forms change it, its REST services
// do not. By their ids, which cost iTop the same whatever it holds.
import type { OperationResult } from '../connector.ts';
import { done } from '../results.ts';
import { boundOf, type Reading, readWhole } from './changed-page.ts';
import type { Cursor } from './cursor.ts';
import { exceptOf, type FileList, type ListedFile, listFiles, markFiles } from './list-files.ts';
import { oqlString } from './oql.ts';
import { classesOf, formatRef, type ItopParts } from './tickets.ts';
import { isOurTempId } from './write.ts';

/** Ids that are listed again: a transaction may commit a lower id later. */
const OVERLAP = 50;

/** Reads the tickets of new files, and adds those with news to the reading. Returns up to where files were listed. */
export async function readNewFiles(
  itop: ItopParts,
  reading: Reading,
): Promise<OperationResult<Cursor['files']>> {
  const { from, files: before, unreadable } = reading.cursor;
  const since = before !== null && 'since' in before ? before.since : from;
  const listed = before !== null && 'after' in before ? before : null;
  const where = listed ? `id > ${listed.after}` : `creation_date >= ${oqlString(boundOf(itop, since))}`;
  const readAt = itop.rest.now().toISOString();
  const list = await listFiles(itop, `${where}${exceptOf(unreadable)}`);
  if (!list.ok) return list;
  if (!list.value.mayRead) return done(listed ?? { since });
  markFiles(list.value, unreadable, readAt);
  const known = new Set(listed?.known);
  const fresh = list.value.files.filter(({ id, temp_id }) => !known.has(Number(id)) && !isOurTempId(temp_id));
  for (const ticketClass of classesOf(itop.settings)) {
    const ids = new Set(fresh.filter(({ item_class }) => item_class === ticketClass).map(ticketOf));
    const rows = [...ids].map((id) => ({
      ...{ id, last_update: '' },
      ref: formatRef({ class: ticketClass, id }),
    }));
    const read = await readWhole(itop, ticketClass, reading, rows);
    if (!read.ok) return read;
  }
  return done(after(listed, list.value));
}

function ticketOf({ item_id }: ListedFile): string {
  return item_id;
}

type Listed = Extract<Cursor['files'], { after: number }>;

function after(before: Listed | null, { files, unreadable }: FileList): Listed | null {
  const listed = [...files, ...unreadable].map(({ id }) => Number(id));
  if (listed.length === 0) return before;
  const lowest = before?.after ?? Math.min(...listed) - 1;
  const from = Math.max(lowest, Math.max(...listed) - OVERLAP);
  return { after: from, known: listed.filter((id) => id > from) };
}
