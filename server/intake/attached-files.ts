// What intake asks of the files a command names: that their types are admitted, and that every byte is there.
import { isAdmittedName } from '../../contract/file-types.ts';
import type { Command } from '../../contract/sync.ts';
import type { Attachment } from '../../contract/ticket.ts';
import { readUploadedSize } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';

/** The files a command names; most kinds name none. */
export function filesOf({ body }: Command): readonly Attachment[] {
  return 'attachments' in body ? body.attachments : [];
}

/** The first file whose name has none of the endings; null when all are admitted. `fileTypes` null admits any. */
export function unadmittedFile(
  fileTypes: readonly string[] | null,
  files: readonly Attachment[],
): Attachment | null {
  return files.find(({ name }) => !isAdmittedName(fileTypes, name)) ?? null;
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
