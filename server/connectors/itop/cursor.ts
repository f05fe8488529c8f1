// How far iTop's changes were read: kept by the caller as text, and read back as strictly as anything from outside.

import { z } from 'zod';
import { parseJson } from '../../../contract/json.ts';
import { Instant } from '../../../contract/primitives.ts';

const Cursor = z.object({
  /** changes from here on are asked for, by iTop's clock */
  from: Instant,
  /** a reading that takes several calls */
  underWay: z
    .object({
      /** when its first page was read, where the next reading starts from; null before that */
      began: Instant.nullable(),
      /** index in the list of classes, and the page of it that comes next, from 1 */
      class: z.int().min(0),
      page: z.int().min(1),
      /** how many there were at the last page: fewer mean that some were deleted, and pages moved */
      total: z.int().min(0),
      /** what changed on pages already read comes in one more reading, which is not followed by a third */
      isSecond: z.boolean(),
    })
    .nullable(),
  /** told already: reference of the ticket, hash of what was told, and when it last changed by iTop's clock */
  seen: z.array(z.tuple([z.string(), z.string(), z.string()])),
});
export type Cursor = z.infer<typeof Cursor>;

/** Tickets that are remembered: of more that change within the overlap, some are told twice. */
const MOST_SEEN = 1000;

export function writeCursor(cursor: Cursor): string {
  return JSON.stringify({ ...cursor, seen: cursor.seen.slice(-MOST_SEEN) });
}

/** Null for one that is not of this form, such as that of another kind of backend. */
export function readCursor(text: string): Cursor | null {
  return Cursor.safeParse(parseJson(text)).data ?? null;
}
