// How two desks speak to each other by mail: one header beside the words that people read (ADR 100).
import { z } from 'zod';
import { TicketStatus } from './primitives.ts';

export const DESK_HEADER = 'X-Guichet-Desk';

/**
 * What the desk that handed a ticket over asks for. open: a ticket; say: a message, or a file; close, reopen: as a requester does;
 * resolve: it is done there, with the text as its solution.
 */
const Asked = z.object({ does: z.enum(['open', 'say', 'close', 'reopen', 'resolve']) });

/** What the desk that works on it tells of the ticket as it is. */
const Told = z.object({
  does: z.literal('tell'),
  number: z.string().regex(/^[A-Za-z0-9._/-]{1,50}$/),
  status: TicketStatus,
  /** what the text of the mail is: nothing to read, words of a technician, or the solution */
  words: z.enum(['none', 'message', 'solution']),
  /** grows with each change of the ticket: of two, the higher counts */
  seq: z.coerce.number().pipe(z.int().min(0).max(2_147_483_647)),
});
export type DeskTold = z.infer<typeof Told>;

export const DeskSign = z.discriminatedUnion('does', [Asked, Told]);
export type DeskSign = z.infer<typeof DeskSign>;
export type DeskAsked = z.infer<typeof Asked>;

/** In characters; the longest that is written has 130. */
const LONGEST = 300;

/** Returns the value of the header, such as `does=tell; number=R-000012; status=pending; words=message; seq=7`. */
export function deskHeader(sign: DeskSign): string {
  return Object.entries(DeskSign.parse(sign))
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

/** Returns null for what is not such a value. */
export function readDeskHeader(value: string): DeskSign | null {
  if (value.length > LONGEST) return null;
  const pairs = value.split(';').map((pair) => pair.trim().split('='));
  return DeskSign.safeParse(Object.fromEntries(pairs)).data ?? null;
}
