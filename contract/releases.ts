// Releases: the versions of the agent that the server offers.
import { z } from 'zod';
import { Instant } from './primitives.ts';

/** Semantic Versioning 2.0.0 without build metadata, which does not order versions. */
export const ReleaseVersion = z
  .string()
  .max(64)
  .regex(/^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/);

/** The name of an update channel: electron-updater requests `<channel>.yml`. */
export const ReleaseChannel = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

/** The channel of every agent unless IT sets another. The other channels also get its releases. */
export const DEFAULT_CHANNEL = 'latest';

/** A plain file name, as electron-builder writes them; never a path. */
export const ReleaseFileName = z
  .string()
  .max(200)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._()+-]*$/u);

/** The agents that a release is offered to, of those that are not retired. */
export const ReleaseStage = z.object({
  channel: ReleaseChannel,
  /** share of those agents; an agent that is in it stays in it when the share grows */
  percentage: z.int().min(0).max(100),
  /** null: every organisation */
  organisationIds: z.array(z.uuid()).max(1000).nullable(),
  /** a paused release is offered to no agent */
  paused: z.boolean(),
  /** rolls forward: agents that run a paused release are offered this one whatever the share */
  replacesPaused: z.boolean(),
});
export type ReleaseStage = z.infer<typeof ReleaseStage>;

/** A release to add. */
export const NewRelease = z.object({
  channel: ReleaseChannel,
  /** content of the channel file that electron-builder wrote beside the installer */
  feed: z.string().max(65_536),
  /** adds it even if the channel has a later version */
  acceptOlder: z.boolean().default(false),
});
export type NewRelease = z.infer<typeof NewRelease>;

/** A file that belongs to a release. */
export const ReleaseFile = z.object({
  name: ReleaseFileName,
  /** bytes; null for a block map that was not sent yet */
  size: z.int().min(1).nullable(),
  received: z.boolean(),
  /** only a block map is optional: it shortens the download */
  optional: z.boolean(),
});
export type ReleaseFile = z.infer<typeof ReleaseFile>;

/** A release as administrators see it. */
export const Release = ReleaseStage.extend({
  id: z.uuid(),
  version: ReleaseVersion,
  /** when it was built; null when its channel file does not say */
  builtAt: Instant.nullable(),
  addedAt: Instant,
  files: z.array(ReleaseFile),
  /** every required file was received, with the size and hash of the channel file */
  complete: z.boolean(),
  /** number of agents that this release is offered to, with those that already run it or a later one */
  offered: z.int().min(0),
  /** number of agents that run it */
  running: z.int().min(0),
});
export type Release = z.infer<typeof Release>;

/** The releases, the latest version first, and the number of agents that are not retired. */
export const Releases = z.object({ releases: z.array(Release), agents: z.int().min(0) });
export type Releases = z.infer<typeof Releases>;
