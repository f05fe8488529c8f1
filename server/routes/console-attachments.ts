// The bytes of an attachment, for signed-in staff. What a requester sent is never run in the console's origin.
import { sendAttachment } from '../http/attachment-answer.ts';
import { fail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';

/** Pictures a browser shows without running anything; SVG is not one of them. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function consoleAttachmentHandlers({ db, blobs }: { db: Database; blobs: Blobs }) {
  return {
    readAttachment: async ({ params, reply }) => {
      const attachment = await db
        .selectFrom('attachment')
        .select(['sha256', 'name', 'mediaType', 'size'])
        .where('id', '=', params.id)
        .executeTakeFirst();
      if (!attachment) fail('not-found');
      const manner = SHOWN.has(attachment.mediaType)
        ? ({ kind: 'inline', mediaType: attachment.mediaType } as const)
        : ({ kind: 'attachment', mediaType: 'application/octet-stream' } as const);
      return sendAttachment(reply, blobs, attachment, manner);
    },
  } satisfies Partial<Handlers>;
}
