// The tables of releases, all written by releases/release-store.

export interface ReleaseTable {
  id: string;
  version: string;
  channel: string;
  /** of 100 */
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
  /** bytes; null for a block map that has not come */
  size: number | null;
  /** base64; null for a block map, of which the channel file does not say it */
  sha512: string | null;
  /** its installer asks for an administrator's rights */
  needsRights: number;
  received: number;
}
