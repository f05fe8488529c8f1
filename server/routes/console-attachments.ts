// Serves attachments to staff. A browser must never execute a requester's file in the console's origin.
import { sendAttachment } from '../http/attachment-answer.ts';
import { fail } from '../http/errors.ts';
import { pictureTypeOf } from '../http/picture-type.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';

export function consoleAttachmentHandlers({ db, blobs }: { db: Database; blobs: Blobs }) {
  return {
    readAttachment: async ({ params, request, reply }) => {
      const attachment = await db
        .selectFrom('attachment')
        .select(['sha256', 'name', 'size'])
        .where('id', '=', params.id)
        .executeTakeFirst();
      if (!attachment) fail('not-found');
      const pictureType = await pictureTypeOf((range) => blobs.open(attachment.sha256, range));
      const disposition =
        pictureType === null
          ? ({ kind: 'attachment', mediaType: 'application/octet-stream' } as const)
          : ({ kind: 'inline', mediaType: pictureType } as const);
      return sendAttachment({ request, reply, blobs }, attachment, disposition);
    },
  } satisfies Partial<Handlers>;
}
