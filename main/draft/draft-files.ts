// The files of drafts: picked, dropped or pasted, and sealed as they are at that moment.
import { stat } from 'node:fs/promises';
import type { GuichetError } from '../../contract/errors.ts';
import type { AgentPolicy, AttachedFiles, AttachFiles, DraftAttachment } from '../../contract/ipc.ts';
import { MEGABYTE, unreachable } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import { attachmentName, freeName, mediaTypeOf } from '../attachments/file-name.ts';
import type { CopyRefusal, CopySource } from '../attachments/file-worker.ts';
import { type Chance, newId } from '../support/chance.ts';
import { type DraftAttachments, tooLarge, tooMany } from './draft-attachments.ts';
import type { OpenDrafts } from './open-drafts.ts';
import type { WorkUnderWay } from './work-under-way.ts';

export interface DraftFiles {
  /** Reads one after the other, and no more than may be attached. Error `draft-gone`; a file's own are in the answer. */
  attach(files: AttachFiles): Promise<Result<AttachedFiles>>;
}

/** The files that are being read, by draft. */
export interface ArrivingFiles {
  of(draftId: string): DraftAttachment[];
  add(draftId: string, file: DraftAttachment): void;
  /** Whether it was still wanted. */
  take(draftId: string, attachmentId: string): boolean;
}

interface Parts {
  openDrafts: OpenDrafts;
  attachments: AttachmentFiles;
  attached: DraftAttachments;
  arriving: ArrivingFiles;
  work: WorkUnderWay;
  policy(): AgentPolicy;
  chance: Chance;
  /** A file is coming, is there, or was refused. */
  onChanged(draftId: string): void;
}

interface Arrival {
  draftId: string;
  attachment: DraftAttachment;
  source: CopySource;
}

export function createDraftFiles(parts: Parts): DraftFiles {
  const { openDrafts, attached, arriving, work, onChanged } = parts;

  function expect({ id, files }: AttachFiles): Result<{ arrivals: Arrival[]; refused: GuichetError[] }> {
    const found = openDrafts.find(id);
    if (!found.ok) return found;
    const draft = found.value;
    const room = Math.max(0, attached.room(draft));
    const arrivals = files.slice(0, room).map((file) => {
      const name = freeName(attachmentName('path' in file ? file.path : file.name), attached.names(draft));
      const attachment = comingFile(newId(parts.chance), name);
      arriving.add(id, attachment);
      return { draftId: id, attachment, source: file };
    });
    return ok({ arrivals, refused: files.length > room ? [tooMany().error] : [] });
  }

  async function attach(files: AttachFiles): Promise<Result<AttachedFiles>> {
    const expected = expect(files);
    if (!expected.ok) return expected;
    const { arrivals, refused } = expected.value;
    onChanged(files.id);
    let count = 0;
    try {
      for (const arrival of arrivals) {
        const done = await attachOne(arrival, parts);
        if (!done.ok) refused.push(done.error);
        else if (done.value) count++;
        onChanged(files.id);
      }
    } finally {
      const left = arrivals.filter(({ attachment }) => arriving.take(files.id, attachment.id));
      if (left.length > 0) onChanged(files.id);
    }
    return ok({ attached: count, refused });
  }

  return { attach: (files) => work.on(files.id, attach(files)) };
}

/** Whether it is attached: no, and no error, when it was taken away while it was being read. */
async function attachOne({ draftId, attachment, source }: Arrival, parts: Parts): Promise<Result<boolean>> {
  const { openDrafts, attachments, attached, arriving, policy } = parts;
  const { id, name } = attachment;
  const { attachmentMegabytes } = policy();
  const type = attached.admitType(name);
  if (!type.ok) {
    const told = (await isFolder(source)) ? err('file-is-folder', { name }) : type;
    return given(arriving.take(draftId, id), told);
  }

  const before = openDrafts.find(draftId);
  if (!before.ok) return ok(false);
  const room = attached.roomBytes(before.value);
  const limit = attachmentMegabytes * MEGABYTE;
  const copied = await attachments.copy(draftId, source, Math.min(limit, room));
  const isWanted = arriving.take(draftId, id);
  if ('refused' in copied) {
    const error = room < limit && copied.refused === 'attachment-too-large' ? tooLarge() : null;
    return given(isWanted, error ?? refusal(copied.refused, name, attachmentMegabytes));
  }
  const { sha256, size } = copied;
  const found = openDrafts.find(draftId);
  const admitted = found.ok ? attached.admit(found.value, size) : found;
  if (!isWanted || !found.ok || !admitted.ok) {
    attachments.abandon(draftId, [sha256]);
    return given(isWanted && found.ok, admitted.ok ? ok(false) : admitted);
  }
  const stored = { ...attachment, kind: 'file', sha256, mediaType: mediaTypeOf(name), size } as const;
  openDrafts.keepAttachments(found.value, [...found.value.attachments, stored]);
  return ok(true);
}

/** A folder is told as one, whatever its name ends with. */
async function isFolder(source: CopySource): Promise<boolean> {
  if (!('path' in source)) return false;
  const found = await stat(source.path).catch(() => null);
  return found?.isDirectory() ?? false;
}

/** Of a file that nobody wants any more, nothing is said. */
function given(isWanted: boolean, result: Result<boolean>): Result<boolean> {
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

function comingFile(id: string, name: string): DraftAttachment {
  return { id, kind: 'file', name, included: true, size: null, width: null, height: null };
}

/** Nothing is on its way at first. */
export function createArrivingFiles(): ArrivingFiles {
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
