// A file or a picture that lies sealed on disk: of a submitted command, of a draft that was saved, or of one that was refused.
import { z } from 'zod';
import type { DraftAttachment } from '../../contract/ipc.ts';
import { Attachment } from '../../contract/ticket.ts';

/** All that is known of it but its bytes. */
export const StoredAttachment = Attachment.extend({
  /** a picture is under guichet://app/picture/ */
  id: z.uuid(),
  kind: z.enum(['picture', 'file']),
  included: z.boolean(),
  /** pixels; null for a file */
  width: z.int().min(1).nullable(),
  height: z.int().min(1).nullable(),
});
export type StoredAttachment = z.infer<typeof StoredAttachment>;

/** As the server is told of it. */
export function attachmentOf({ sha256, name, mediaType, size }: StoredAttachment): Attachment {
  return { sha256, name, mediaType, size };
}

/** As the windows are told of it. */
export function shownStored(stored: StoredAttachment): DraftAttachment {
  const { id, kind, name, included, size, width, height } = stored;
  return { id, kind, name, included, size, width, height };
}
