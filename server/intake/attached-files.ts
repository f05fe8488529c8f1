// The files that a command names, and whether they are uploaded.
import type { Command } from '../../contract/sync.ts';
import type { Attachment } from '../../contract/ticket.ts';
import { readUploadedSize } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';

/** Returns the files that a command names; most kinds have none. */
export function filesOf({ body }: Command): readonly Attachment[] {
  return 'attachments' in body ? body.attachments : [];
}

/** Whether this agent has uploaded all files. */
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
