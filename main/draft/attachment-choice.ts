// The user's actions on a draft's attachments: view, include or exclude, remove.
import { ok, type Result } from '../../contract/result.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import type { PictureStore } from '../capture/picture-store.ts';
import { type DraftAttachments, tooMany } from './draft-attachments.ts';
import type { IncomingFiles } from './draft-files.ts';
import type { DraftViews } from './draft-views.ts';
import type { OpenDrafts } from './open-drafts.ts';

interface AttachmentRef {
  id: string;
  attachmentId: string;
}

export interface AttachmentChoice {
  /** Errors: `draft-gone`, `attachments-too-many`. */
  include(target: AttachmentRef & { included: boolean }): Result<void>;
  /** Removes it from memory and disk. Error `draft-gone`. */
  remove(target: AttachmentRef): Result<void>;
  /** PNG of a picture, or null when there is none. Waits until it is encoded. */
  pictureBytes(pictureId: string): Promise<Uint8Array | null>;
}

export function createAttachmentChoice(parts: {
  openDrafts: OpenDrafts;
  pictures: PictureStore;
  incoming: IncomingFiles;
  draftAttachments: DraftAttachments;
  attachments: Pick<AttachmentFiles, 'load'>;
  views: DraftViews;
}): AttachmentChoice {
  const { openDrafts, pictures, incoming, draftAttachments, attachments, views } = parts;
  return {
    include({ id, attachmentId, included }) {
      const found = openDrafts.find(id);
      if (!found.ok) return found;
      const draft = found.value;
      const isMore =
        included && draftAttachments.of(draft).some((one) => one.id === attachmentId && !one.included);
      if (isMore && draftAttachments.room(draft) <= 0) return tooMany();
      pictures.setIncluded(attachmentId, included);
      const stored = draft.attachments.map((one) => (one.id === attachmentId ? { ...one, included } : one));
      openDrafts.save({ ...draft, attachments: stored });
      views.publish(id);
      return ok(undefined);
    },
    remove({ id, attachmentId }) {
      const found = openDrafts.find(id);
      if (!found.ok) return found;
      incoming.take(id, attachmentId);
      pictures.remove(attachmentId);
      openDrafts.detach(found.value, attachmentId);
      if (draftAttachments.of(found.value).every(({ kind }) => kind !== 'picture'))
        views.setCaptureProblem(id, null);
      views.publish(id);
      return ok(undefined);
    },
    async pictureBytes(pictureId) {
      const picture = pictures.find(pictureId);
      if (picture) return (await picture.encoded)?.bytes ?? null;
      const stored = openDrafts.all().flatMap((draft) => draft.attachments);
      const found = stored.find(({ id, kind }) => id === pictureId && kind === 'picture');
      return found ? attachments.load(found.sha256) : null;
    },
  };
}
