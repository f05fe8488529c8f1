// The cursor of iTop's changes: the caller stores it as text; it is validated like any input.
import { z } from 'zod';
import { parseJson } from '../../../contract/json.ts';
import { Instant } from '../../../contract/primitives.ts';

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
  /** changes already reported: reference of the ticket, hash of the change, last_update by iTop's clock */
  seen: z.array(z.tuple([z.string(), z.string(), z.string()])),
});
export type Cursor = z.infer<typeof Cursor>;

/** Most reported changes in a cursor: when more tickets change within the overlap, some are reported twice. */
const MOST_REPORTED = 1000;

export function writeCursor(cursor: Cursor): string {
  return JSON.stringify({ ...cursor, seen: cursor.seen.slice(-MOST_REPORTED) });
}

/** Returns null for an invalid cursor, such as one of another kind of backend. */
export function readCursor(text: string): Cursor | null {
  return Cursor.safeParse(parseJson(text)).data ?? null;
}
