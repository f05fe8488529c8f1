// The settings of the built-in desk.
import { z } from 'zod';

/** The built-in desk of this server. */
export const BuiltInSettings = z.object({
  kind: z.literal('built-in'),
  /** days after which a resolved ticket closes by itself; null: never */
  closeAfterDays: z.int().min(1).max(365).nullable().default(null),
});
export type BuiltInSettings = z.infer<typeof BuiltInSettings>;
