// The files a command names, and whether every byte of them is there.
import type { Command } from '../../contract/sync.ts';
import type { Attachment } from '../../contract/ticket.ts';
import { readUploadedSize } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';

/** The files a command names; most kinds name none. */
export function filesOf({ body }: Command): readonly Attachment[] {
  return 'attachments' in body ? body.attachments : [];
}

/** Whether this very agent has sent every byte. */
export async function haveArrived(
  db: Database,
  agentId: string,
  files: readonly Attachment[],
): Promise<boolean> {
  for (const { sha256, size } of files) {
    if ((await readUploadedSize(db, agentId, sha256)) !== size) return false;
  }
  return true;
}
