// What administrators and agents say to the server about releases: the versions of the agent it offers.
import { z } from 'zod';
import { Instant } from './primitives.ts';

/** Semantic Versioning 2.0.0, without build metadata: two releases that differ in nothing else could not be told apart. */
export const ReleaseVersion = z
  .string()
  .max(64)
  .regex(/^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/);

/** electron-updater asks for `<channel>.yml`. */
export const UpdateChannel = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
/** What everybody takes unless IT says otherwise; the other channels get its releases too. */
export const DEFAULT_CHANNEL = 'latest';

/** A plain file name, as electron-builder makes them: never a path. */
export const ReleaseFileName = z
  .string()
  .max(200)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._()+-]*$/u);

/** Who is offered a release, of the agents that are not retired. */
export const ReleaseStage = z.object({
  channel: UpdateChannel,
  /** share of those agents; each keeps its place as the share grows */
  percentage: z.int().min(0).max(100),
  /** null: of every organisation */
  organisationIds: z.array(z.uuid()).max(1000).nullable(),
  /** offered to nobody as long as it is */
  paused: z.boolean(),
  /** rolls forward: whoever runs a paused release is offered this one whatever the share */
  replacesPaused: z.boolean(),
});
export type ReleaseStage = z.infer<typeof ReleaseStage>;

export const NewRelease = z.object({
  channel: UpdateChannel,
  /** text of the channel file that electron-builder wrote beside the installer */
  feed: z.string().max(65_536),
  /** also where the channel has a later version already */
  acceptOlder: z.boolean().default(false),
});
export type NewRelease = z.infer<typeof NewRelease>;

export const ReleaseFile = z.object({
  name: ReleaseFileName,
  /** bytes; null for a block map that has not come */
  size: z.int().min(1).nullable(),
  received: z.boolean(),
  /** a block map only spares agents a part of the download */
  optional: z.boolean(),
});
export type ReleaseFile = z.infer<typeof ReleaseFile>;

export const Release = ReleaseStage.extend({
  id: z.uuid(),
  version: ReleaseVersion,
  /** when it was built; null where its channel file does not say */
  builtAt: Instant.nullable(),
  addedAt: Instant,
  files: z.array(ReleaseFile),
  /** every file that has to be there is there, and is what the channel file says */
  complete: z.boolean(),
  /** agents to whom this very release is offered, or would be if they did not run it or a later one */
  offered: z.int().min(0),
  /** agents that run it */
  running: z.int().min(0),
});
export type Release = z.infer<typeof Release>;

/** The releases, the latest version first, and how many agents there are to offer them to. */
export const Releases = z.object({ releases: z.array(Release), agents: z.int().min(0) });
export type Releases = z.infer<typeof Releases>;
