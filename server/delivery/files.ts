// The files of tickets as connectors are given them: their bytes, or a link to our copy.
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { BackendSettings } from '../../contract/backends.ts';
import type { SignedLinks } from '../http/signed-links.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';

export interface Files {
  /** Rejects where the bytes are not there. */
  open(sha256: string): Promise<Readable>;
  /** Signed address of our copy, for anybody who has it until it expires. */
  linkTo(file: { attachmentId: string; days: number }): string;
}

/** For backends that say nothing about it. */
const LINK_DAYS = 90;

export function createFiles(blobs: Pick<Blobs, 'pathOf'>, links: Pick<SignedLinks, 'signedLink'>): Files {
  return {
    open: async (sha256) => (await open(blobs.pathOf(sha256))).createReadStream(),
    linkTo: links.signedLink,
  };
}

/** How long links that go to this backend can be read, in days. */
export async function linkDaysOf(db: Database, backendId: string): Promise<number> {
  const { settings } = await db
    .selectFrom('backend')
    .select('settings')
    .where('id', '=', backendId)
    .executeTakeFirstOrThrow();
  const parsed = BackendSettings.parse(JSON.parse(settings));
  return parsed.kind === 'atera' ? parsed.linkDays : LINK_DAYS;
}
