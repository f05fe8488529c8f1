// Finds the files that were attached without a change of their ticket, as other programs do: iTop's forms change it, its REST services
// do not. By their ids, which cost iTop the same whatever it holds.
import type { OperationResult } from '../connector.ts';
import { done } from '../results.ts';
import { type ListedFile, listFiles } from './attachments.ts';
import { boundOf, type Reading, readWhole } from './changed-page.ts';
import type { Cursor } from './cursor.ts';
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
  const before = reading.cursor.files;
  const bound = oqlString(boundOf(itop, reading.cursor.from));
  const listed = await listFiles(
    itop,
    before === null ? `creation_date >= ${bound}` : `id > ${before.after}`,
  );
  if (!listed.ok) return listed;
  const known = new Set(before?.known);
  const fresh = listed.value.filter(({ id, temp_id }) => !known.has(Number(id)) && !isOurTempId(temp_id));
  for (const ticketClass of classesOf(itop.settings)) {
    const ids = new Set(fresh.filter(({ item_class }) => item_class === ticketClass).map(ticketOf));
    const rows = [...ids].map((id) => ({
      ...{ id, last_update: '' },
      ref: formatRef({ class: ticketClass, id }),
    }));
    const read = await readWhole(itop, ticketClass, reading, rows);
    if (!read.ok) return read;
  }
  return done(after(before, listed.value));
}

function ticketOf({ item_id }: ListedFile): string {
  return item_id;
}

function after(before: Cursor['files'], listed: readonly ListedFile[]): Cursor['files'] {
  if (listed.length === 0) return before;
  const known = listed.map(({ id }) => Number(id));
  const lowest = before?.after ?? Math.min(...known) - 1;
  const from = Math.max(lowest, Math.max(...known) - OVERLAP);
  return { after: from, known: known.filter((id) => id > from) };
}
