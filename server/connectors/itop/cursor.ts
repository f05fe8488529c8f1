// The cursor of iTop's changes: the caller stores it as text; it is validated like any input.
import { z } from 'zod';
import { parseJson } from '../../../contract/json.ts';
import { Instant } from '../../../contract/primitives.ts';
import { keptOf, Unreadable } from '../unreadable.ts';

/** hash of the change that was reported, last_update of the ticket by iTop's clock, and when it was read */
const Seen = z.tuple([z.string(), z.string(), Instant]);
export type Seen = z.infer<typeof Seen>;

/** Attachments are listed above `after`, a little below the highest id: transactions commit in any order. `known` are those that were */
const Files = z.union([
  z.object({ after: z.int().min(0), known: z.array(z.int().min(1)) }),
  /** the account may not read files: those from then on come once it may */
  z.object({ since: Instant }),
]);

const Cursor = z.object({
  /** start of the reading, by iTop's clock */
  from: Instant,
  /** the state of a reading that takes several calls */
  underWay: z
    .object({
      /** when its first page was read, where the next reading starts from; null before that */
      began: Instant.nullable(),
      /** index in the list of classes, and the page of it that comes next, from 1 */
      class: z.int().min(0),
      page: z.int().min(1),
      /** total at the last page: a smaller total means that tickets were deleted and pages shifted */
      total: z.int().min(0),
      /** the second reading, for changes on pages already read; there is no third */
      isSecond: z.boolean(),
    })
    .nullable(),
  /** what was read of the overlap, by reference; one of another form only costs a reading */
  seen: z.record(z.string(), Seen).catch({}),
  /** tickets that could not be read, whose mark is last_update by iTop's clock, and files, whose mark is their ticket */
  unreadable: Unreadable.default({}),
  /** null until a file is listed */
  files: Files.nullable().default(null),
  /** tickets to read whatever has changed, by reference */
  along: z.array(z.string()).default([]),
});
export type Cursor = z.infer<typeof Cursor>;

/** Most tickets in a cursor: when more change within the overlap, some are read twice. */
const MOST_SEEN = 5000;

export function writeCursor(cursor: Cursor): string {
  const seen = Object.fromEntries(Object.entries(cursor.seen).slice(-MOST_SEEN));
  return JSON.stringify({ ...cursor, seen, unreadable: keptOf(cursor.unreadable) });
}

/** Returns the cursor that reads this ticket as well, and reports it whatever was read of it before. */
export function readAlong(text: string, ref: string): string {
  const cursor = readCursor(text);
  if (cursor === null) return text;
  const { [ref]: _, ...seen } = cursor.seen;
  return writeCursor({ ...cursor, seen, along: [...new Set([...cursor.along, ref])] });
}

/** Returns null for an invalid cursor, such as one of another kind of backend. */
export function readCursor(text: string): Cursor | null {
  return Cursor.safeParse(parseJson(text)).data ?? null;
}
