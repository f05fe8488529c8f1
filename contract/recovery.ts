// How the agent began anew after its local data was damaged, gone, or closed for good: what was kept, and what was not.
import { z } from 'zod';
import { Instant } from './primitives.ts';

/** What waited to be sent, and unfinished drafts. */
const Counts = z.object({ queued: z.int().min(0), drafts: z.int().min(0) });

/** One beginning anew. It is shown until the person has read it. */
export const Recovery = z.object({
  /** damaged: the database could not be read; missing: it was empty or gone; keys: its keys open nothing any more */
  cause: z.enum(['damaged', 'missing', 'keys']),
  at: Instant,
  /** the folder, beside the data, to which the old data was moved; null when there was none */
  setAside: z.string().nullable(),
  kept: Counts,
  lost: Counts,
  /** false when more may have been lost than could be counted */
  isCounted: z.boolean(),
  /** whether the person has read it */
  isRead: z.boolean(),
});
export type Recovery = z.infer<typeof Recovery>;
