// How it stands with updates of the agent, as the windows and the tray show it.
import { z } from 'zod';

/** Where the server offers them: the updater appends the name of a channel file, and those of the files it names. */
export const UPDATES_PATH = '/updates';

export const UpdateState = z.discriminatedUnion('phase', [
  /** this build, or this computer, takes none by itself */
  z.object({ phase: z.literal('off') }),
  /** the help desk has not been asked yet */
  z.object({ phase: z.literal('unknown') }),
  z.object({ phase: z.literal('current') }),
  z.object({ phase: z.literal('downloading'), version: z.string() }),
  z.object({
    phase: z.literal('ready'),
    version: z.string(),
    /** the person asked for the restart, which waits until nothing is being written or sent */
    asked: z.boolean(),
    /** its installer asks for an administrator's rights: it is never started unasked */
    needsRights: z.boolean(),
  }),
  /** what came was not what the publisher made; nothing of it is kept */
  z.object({ phase: z.literal('refused'), version: z.string() }),
]);
export type UpdateState = z.infer<typeof UpdateState>;
