// The attachments of a draft: on disk, in memory, and being read.
import { isAdmittedName } from '../../contract/file-types.ts';
import type { AgentPolicy, DraftAttachment } from '../../contract/ipc.ts';
import { LIMITS, MEGABYTE } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { viewOfStored } from '../attachments/stored-attachment.ts';
import type { MemoryPicture, PictureStore } from '../capture/picture-store.ts';
import type { StoredDraft } from './draft-store.ts';

export interface DraftAttachments {
  /** Pictures first, then files, each in the order they were attached. */
  of(draft: StoredDraft): DraftAttachment[];
  /** How many more may be included. */
  room(draft: StoredDraft): number;
  /** Bytes that may still be included. */
  roomBytes(draft: StoredDraft): number;
  /** In lower case. */
  names(draft: StoredDraft): ReadonlySet<string>;
  /**
   * Checks the limits with all included attachments but `except`. Errors: `attachments-too-many`,
   * `attachment-too-large`, `attachments-too-large`.
   */
  admit(draft: StoredDraft, size: number, except?: string): Result<void>;
  /** Checks the name against the file types of the policy. Error `attachment-type-refused`. */
  admitType(name: string): Result<void>;
  /** Checks all included attachments together, pictures too: the policy may have changed since. */
  admitAll(draft: StoredDraft): Result<void>;
}

export function createDraftAttachments(parts: {
  pictures: Pick<PictureStore, 'of'>;
  /** files that are being read */
  incoming(draftId: string): DraftAttachment[];
  policy(): AgentPolicy;
}): DraftAttachments {
  const { pictures, incoming, policy } = parts;

  function of({ id, attachments }: StoredDraft): DraftAttachment[] {
    const stored = attachments.map(viewOfStored);
    return [
      ...stored.filter(({ kind }) => kind === 'picture'),
      ...pictures.of(id).map(viewOfPicture),
      ...stored.filter(({ kind }) => kind === 'file'),
      ...incoming(id),
    ];
  }
  const included = (draft: StoredDraft, except?: string) =>
    of(draft).filter((attached) => attached.included && attached.id !== except);
  const room = (draft: StoredDraft, except?: string) =>
    LIMITS.attachmentsPerCommand - included(draft, except).length;
  const roomBytes = (draft: StoredDraft, except?: string) =>
    LIMITS.attachmentBytesPerCommand -
    included(draft, except).reduce((sum, { size }) => sum + (size ?? 0), 0);

  function admitType(name: string): Result<void> {
    return isAdmittedName(policy().fileTypes, name)
      ? ok(undefined)
      : err('attachment-type-refused', { name });
  }

  return {
    of,
    room,
    roomBytes,
    names: (draft) => new Set(of(draft).map(({ name }) => name.toLowerCase())),
    admit(draft, size, except) {
      const limitMegabytes = policy().attachmentMegabytes;
      if (room(draft, except) <= 0) return tooMany();
      if (size > limitMegabytes * MEGABYTE) return err('attachment-too-large', { limitMegabytes });
      return size > roomBytes(draft, except) ? tooLarge() : ok(undefined);
    },
    admitType,
    admitAll(draft) {
      const limitMegabytes = policy().attachmentMegabytes;
      if (room(draft) < 0) return tooMany();
      if (included(draft).some(({ size }) => (size ?? 0) > limitMegabytes * MEGABYTE))
        return err('attachment-too-large', { limitMegabytes });
      if (roomBytes(draft) < 0) return tooLarge();
      const types = included(draft).map(({ name }) => admitType(name));
      return types.find((type) => !type.ok) ?? ok(undefined);
    },
  };
}

export const tooMany = () => err('attachments-too-many', { limit: LIMITS.attachmentsPerCommand });
export const tooLarge = () =>
  err('attachments-too-large', { limitMegabytes: LIMITS.attachmentBytesPerCommand / MEGABYTE });

function viewOfPicture({ id, name, included, size, width, height }: MemoryPicture): DraftAttachment {
  return { id, kind: 'picture', name, included, size, width, height };
}
