// Tables of releases, all written by releases/release-store.

export interface ReleaseTable {
  id: string;
  version: string;
  channel: string;
  /** share of agents, from 0 to 100 */
  percentage: number;
  /** JSON array; null: every organisation */
  organisationIds: string | null;
  paused: number;
  replacesPaused: number;
  builtAt: string | null;
  addedAt: string;
  staffId: string;
}

export interface ReleaseFileTable {
  releaseId: string;
  name: string;
  /** bytes; null for a block map that is not uploaded yet */
  size: number | null;
  /** base64; null for a block map: the channel file has no hash of it */
  sha512: string | null;
  /** the installer requires administrator rights */
  needsRights: number;
  received: number;
}
