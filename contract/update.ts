// The state of the agent's updates, as the windows and the tray show it.
import { z } from 'zod';

/** Where the server offers updates. The updater appends the name of a channel file, and the files that it names. */
export const UPDATES_PATH = '/updates';

/** The states of an update. */
export const UpdateState = z.discriminatedUnion('phase', [
  /** this build or this computer does not update itself */
  z.object({ phase: z.literal('off') }),
  /** not checked yet */
  z.object({ phase: z.literal('unknown') }),
  z.object({ phase: z.literal('current') }),
  z.object({ phase: z.literal('downloading'), version: z.string() }),
  z.object({
    phase: z.literal('ready'),
    version: z.string(),
    /** the person requested the restart; it waits until nothing is being written or sent */
    restartRequested: z.boolean(),
    /** its installer requires administrator rights: it only starts when the person requests it */
    needsRights: z.boolean(),
  }),
  /** the download is not what the publisher built: it was deleted */
  z.object({ phase: z.literal('refused'), version: z.string() }),
]);
export type UpdateState = z.infer<typeof UpdateState>;
