// What waits for somebody of the staff: the console counts it, and tells them of what is new.
import { z } from 'zod';
import { Instant } from './primitives.ts';

/** Tickets in one answer; more are not counted. */
export const MOST_WAITING = 100;

/** A ticket that waits for the reader. */
export const WaitingTicket = z.object({
  id: z.uuid(),
  /** null until it has one */
  number: z.string().nullable(),
  title: z.string(),
  /**
   * unassigned: nobody has it, and the reader may take it; assigned: to the reader, who has not written yet; answered: by the requester;
   * stand-in: for somebody who is away, and for whom the reader stands in; approval-stuck: it waits for an approval, and the reader chooses
   * whom to ask
   */
  why: z.enum(['unassigned', 'assigned', 'answered', 'stand-in', 'approval-stuck']),
  since: Instant,
  /** the reader has made it wait, such as by taking it */
  byYou: z.boolean(),
});
export type WaitingTicket = z.infer<typeof WaitingTicket>;

/** The newest first. */
export const Attention = z.object({ tickets: z.array(WaitingTicket).max(MOST_WAITING) });
export type Attention = z.infer<typeof Attention>;
