// Serves attachments to staff. A browser must never execute a requester's file in the console's origin.
import { sendAttachment } from '../http/attachment-answer.ts';
import { fail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';

/** Image types that cannot contain scripts and are therefore shown inline; SVG can. */
const INLINE_TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function consoleAttachmentHandlers({ db, blobs }: { db: Database; blobs: Blobs }) {
  return {
    readAttachment: async ({ params, reply }) => {
      const attachment = await db
        .selectFrom('attachment')
        .select(['sha256', 'name', 'mediaType', 'size'])
        .where('id', '=', params.id)
        .executeTakeFirst();
      if (!attachment) fail('not-found');
      const disposition = INLINE_TYPES.has(attachment.mediaType)
        ? ({ kind: 'inline', mediaType: attachment.mediaType } as const)
        : ({ kind: 'attachment', mediaType: 'application/octet-stream' } as const);
      return sendAttachment(reply, blobs, attachment, disposition);
    },
  } satisfies Partial<Handlers>;
}
