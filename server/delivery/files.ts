// The files of tickets as connectors are given them: their bytes, or a link to our copy.
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { SignedLinks } from '../http/signed-links.ts';
import type { Blobs } from '../storage/blobs.ts';

export interface Files {
  /** Rejects where the bytes are not there. */
  open(sha256: string): Promise<Readable>;
  /** Signed address of our copy, for anybody who has it until it expires. */
  linkTo(file: { attachmentId: string; days: number }): string;
}

export function createFiles(blobs: Pick<Blobs, 'pathOf'>, links: Pick<SignedLinks, 'signedLink'>): Files {
  return {
    open: async (sha256) => (await open(blobs.pathOf(sha256))).createReadStream(),
    linkTo: links.signedLink,
  };
}
