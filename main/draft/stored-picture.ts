// A picture that lies sealed on disk: named by a submitted command, or by a draft that was refused.
import { z } from 'zod';
import type { DraftPicture } from '../../contract/ipc.ts';
import { Attachment } from '../../contract/ticket.ts';

export const StoredPicture = Attachment.extend({
  /** under guichet://app/picture/ */
  id: z.uuid(),
  width: z.int().min(1),
  height: z.int().min(1),
});
export type StoredPicture = z.infer<typeof StoredPicture>;

/** As the server is told of it. */
export function attachmentOf({ sha256, name, mediaType, size }: StoredPicture): Attachment {
  return { sha256, name, mediaType, size };
}

/** As the form is told of it. */
export function shownStoredPicture({ id, name, width, height, size }: StoredPicture): DraftPicture {
  return { id, name, width, height, size };
}
