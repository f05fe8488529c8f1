// A file or a picture that lies sealed on disk: of a submitted command, of a draft that was saved, or of one that was refused.
import { z } from 'zod';
import type { DraftAttachment } from '../../contract/ipc.ts';
import { Attachment } from '../../contract/ticket.ts';

/** As version 0.1 wrote it, it is a picture that is included. */
export const StoredAttachment = Attachment.extend({
  /** a picture is under guichet://app/picture/ */
  id: z.uuid(),
  kind: z.enum(['picture', 'file']).default('picture'),
  included: z.boolean().default(true),
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
export function viewOfStored(stored: StoredAttachment): DraftAttachment {
  const { id, kind, name, included, size, width, height } = stored;
  return { id, kind, name, included, size, width, height };
}
