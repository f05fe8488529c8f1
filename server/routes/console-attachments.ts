// Serves attachments to staff. A browser must never execute a requester's file in the console's origin.
import { PICTURE_MEDIA_TYPES } from '../../contract/constants.ts';
import { sendAttachment } from '../http/attachment-answer.ts';
import { fail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';

export function consoleAttachmentHandlers({ db, blobs }: { db: Database; blobs: Blobs }) {
  return {
    readAttachment: async ({ params, reply }) => {
      const attachment = await db
        .selectFrom('attachment')
        .select(['sha256', 'name', 'mediaType', 'size'])
        .where('id', '=', params.id)
        .executeTakeFirst();
      if (!attachment) fail('not-found');
      const disposition = PICTURE_MEDIA_TYPES.has(attachment.mediaType)
        ? ({ kind: 'inline', mediaType: attachment.mediaType } as const)
        : ({ kind: 'attachment', mediaType: 'application/octet-stream' } as const);
      return sendAttachment(reply, blobs, attachment, disposition);
    },
  } satisfies Partial<Handlers>;
}
