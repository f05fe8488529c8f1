// What a requester wishes to be mailed of their tickets.
import { z } from 'zod';

/**
 * words: only what a technician writes to them; unshown: also all else, where no agent has shown it; always: everything, at once. What an
 * agent has shown is not mailed with the first two.
 */
export const MailWish = z.enum(['words', 'unshown', 'always']);
export type MailWish = z.infer<typeof MailWish>;
