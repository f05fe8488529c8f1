// The desk of this server, which nobody sets up.
import { z } from 'zod';

export const BuiltInSettings = z.object({ kind: z.literal('built-in') });
export type BuiltInSettings = z.infer<typeof BuiltInSettings>;
