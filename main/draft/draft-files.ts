// The files of drafts: picked, dropped or pasted, and sealed in their present state.
import { stat } from 'node:fs/promises';
import type { GuichetError } from '../../contract/errors.ts';
import { cleanFileName, freeName } from '../../contract/file-name.ts';
import type { AgentPolicy, AttachedFiles, AttachFiles, DraftAttachment } from '../../contract/ipc.ts';
import { MEGABYTE, unreachable } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import type { CopyRefusal, CopySource } from '../attachments/file-worker.ts';
import { mediaTypeOf } from '../attachments/media-type.ts';
import { type Chance, newId } from '../support/chance.ts';
import { type DraftAttachments, tooLarge, tooMany } from './draft-attachments.ts';
import type { OpenDrafts } from './open-drafts.ts';
import type { PendingWork } from './pending-work.ts';

export interface DraftFiles {
  /** Reads the files one by one, up to the limit. Error `draft-gone`; errors of single files are in the answer. */
  attach(files: AttachFiles): Promise<Result<AttachedFiles>>;
}

/** The files being read, by draft. */
export interface IncomingFiles {
  of(draftId: string): DraftAttachment[];
  add(draftId: string, file: DraftAttachment): void;
  /** Removes it. Returns false when the user had removed it before. */
  take(draftId: string, attachmentId: string): boolean;
}

interface Parts {
  openDrafts: OpenDrafts;
  attachments: AttachmentFiles;
  draftAttachments: DraftAttachments;
  incoming: IncomingFiles;
  work: PendingWork;
  policy(): AgentPolicy;
  chance: Chance;
  /** Called when a file is being read, is attached, or was refused. */
  onChanged(draftId: string): void;
}

interface IncomingFile {
  draftId: string;
  attachment: DraftAttachment;
  source: CopySource;
}

export function createDraftFiles(parts: Parts): DraftFiles {
  const { openDrafts, draftAttachments, incoming, work, onChanged } = parts;

  function reserve({
    id,
    files,
  }: AttachFiles): Result<{ reserved: IncomingFile[]; refused: GuichetError[] }> {
    const found = openDrafts.find(id);
    if (!found.ok) return found;
    const draft = found.value;
    const room = Math.max(0, draftAttachments.room(draft));
    const reserved = files.slice(0, room).map((file) => {
      const name = freeName(
        cleanFileName('path' in file ? file.path : file.name),
        draftAttachments.names(draft),
      );
      const attachment = newAttachment(newId(parts.chance), name);
      incoming.add(id, attachment);
      return { draftId: id, attachment, source: file };
    });
    return ok({ reserved, refused: files.length > room ? [tooMany().error] : [] });
  }

  async function attach(files: AttachFiles): Promise<Result<AttachedFiles>> {
    const reservation = reserve(files);
    if (!reservation.ok) return reservation;
    const { reserved, refused } = reservation.value;
    onChanged(files.id);
    let count = 0;
    try {
      for (const file of reserved) {
        const done = await attachOne(file, parts);
        if (!done.ok) refused.push(done.error);
        else if (done.value) count++;
        onChanged(files.id);
      }
    } finally {
      const left = reserved.filter(({ attachment }) => incoming.take(files.id, attachment.id));
      if (left.length > 0) onChanged(files.id);
    }
    return ok({ attached: count, refused });
  }

  return { attach: (files) => work.track(files.id, attach(files)) };
}

/** Returns whether it is attached; false, without an error, when the user removed it while it was being read. */
async function attachOne(
  { draftId, attachment, source }: IncomingFile,
  parts: Parts,
): Promise<Result<boolean>> {
  const { openDrafts, attachments, draftAttachments, incoming, policy } = parts;
  const { id, name } = attachment;
  const { attachmentMegabytes } = policy();
  const type = draftAttachments.admitType(name);
  if (!type.ok) {
    const error = (await isFolder(source)) ? err('file-is-folder', { name }) : type;
    return unlessRemoved(incoming.take(draftId, id), error);
  }

  const before = openDrafts.find(draftId);
  if (!before.ok) return ok(false);
  const room = draftAttachments.roomBytes(before.value);
  const limit = attachmentMegabytes * MEGABYTE;
  const copied = await attachments.copy(draftId, source, Math.min(limit, room));
  const isWanted = incoming.take(draftId, id);
  if ('refused' in copied) {
    const error = room < limit && copied.refused === 'attachment-too-large' ? tooLarge() : null;
    return unlessRemoved(isWanted, error ?? refusal(copied.refused, name, attachmentMegabytes));
  }
  const { sha256, size } = copied;
  const found = openDrafts.find(draftId);
  const admitted = found.ok ? draftAttachments.admit(found.value, size) : found;
  if (!isWanted || !found.ok || !admitted.ok) {
    attachments.abandon(draftId, [sha256]);
    return unlessRemoved(isWanted && found.ok, admitted.ok ? ok(false) : admitted);
  }
  const stored = { ...attachment, kind: 'file', sha256, mediaType: mediaTypeOf(name), size } as const;
  openDrafts.saveAttachments(found.value, [...found.value.attachments, stored]);
  return ok(true);
}

/** A folder is reported as a folder, whatever its extension. */
async function isFolder(source: CopySource): Promise<boolean> {
  if (!('path' in source)) return false;
  const found = await stat(source.path).catch(() => null);
  return found?.isDirectory() ?? false;
}

/** Reports nothing about a file that the user has removed. */
function unlessRemoved(isWanted: boolean, result: Result<boolean>): Result<boolean> {
  return isWanted ? result : ok(false);
}

function refusal(refused: CopyRefusal, name: string, limitMegabytes: number): Result<boolean> {
  switch (refused) {
    case 'file-empty':
    case 'file-unreadable':
    case 'file-is-folder':
      return err(refused, { name });
    case 'attachment-too-large':
      return err(refused, { limitMegabytes });
    default:
      return unreachable(refused);
  }
}

function newAttachment(id: string, name: string): DraftAttachment {
  return { id, kind: 'file', name, included: true, size: null, width: null, height: null };
}

/** Starts empty. */
export function createIncomingFiles(): IncomingFiles {
  const files = new Map<string, DraftAttachment[]>();
  return {
    of: (draftId) => files.get(draftId) ?? [],
    add(draftId, file) {
      files.set(draftId, [...(files.get(draftId) ?? []), file]);
    },
    take(draftId, attachmentId) {
      const before = files.get(draftId) ?? [];
      const left = before.filter(({ id }) => id !== attachmentId);
      if (left.length > 0) files.set(draftId, left);
      else files.delete(draftId);
      return left.length < before.length;
    },
  };
}
