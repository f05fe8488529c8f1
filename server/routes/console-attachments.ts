// The bytes of an attachment, for signed-in staff. What a requester sent is never run in the console's origin.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { sendAttachment } from '../http/attachment-answer.ts';
import { fail } from '../http/errors.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';
import { BY_STAFF, FAILURES, streamOf } from './answers.ts';

/** Pictures a browser shows without running anything; SVG is not one of them. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function consoleAttachmentRoutes({
  db,
  blobs,
}: {
  db: Database;
  blobs: Blobs;
}): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/attachments/:id',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Read an attachment',
          params: z.object({ id: z.uuid() }),
          response: { 200: streamOf('*/*'), ...FAILURES },
        },
      },
      async ({ params }, reply) => {
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
    );
  };
}
