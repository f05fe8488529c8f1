// The settings of the built-in desk, which has none.
import { z } from 'zod';

/** The built-in desk of this server. */
export const BuiltInSettings = z.object({ kind: z.literal('built-in') });
export type BuiltInSettings = z.infer<typeof BuiltInSettings>;
