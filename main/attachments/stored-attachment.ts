// A file or picture sealed on disk, of a submitted command, a saved draft or a refused command.
import { z } from 'zod';
import type { DraftAttachment } from '../../contract/ipc.ts';
import { Attachment } from '../../contract/ticket.ts';

/** All that is known of it but its bytes. */
export const StoredAttachment = Attachment.extend({
  /** a picture is served at guichet://app/picture/<id> */
  id: z.uuid(),
  kind: z.enum(['picture', 'file']),
  included: z.boolean(),
  /** pixels; null for a file */
  width: z.int().min(1).nullable(),
  height: z.int().min(1).nullable(),
});
export type StoredAttachment = z.infer<typeof StoredAttachment>;

/** As sent to the server. */
export function attachmentOf({ sha256, name, mediaType, size }: StoredAttachment): Attachment {
  return { sha256, name, mediaType, size };
}

/** As shown in the windows. */
export function viewOfStored(stored: StoredAttachment): DraftAttachment {
  const { id, kind, name, included, size, width, height } = stored;
  return { id, kind, name, included, size, width, height };
}
