// The bytes of an attachment, for signed-in staff. What a requester sent is never run in the console's origin.
import { createReadStream } from 'node:fs';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
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
        const { sha256, name, mediaType, size } = attachment;
        const isShown = SHOWN.has(mediaType);
        return reply
          .type(isShown ? mediaType : 'application/octet-stream')
          .header('content-length', size)
          .header('content-disposition', disposition(isShown ? 'inline' : 'attachment', name))
          .header('content-security-policy', 'sandbox')
          .header('x-content-type-options', 'nosniff')
          .header('cache-control', 'private, max-age=300')
          .send(createReadStream(blobs.pathOf(sha256)));
      },
    );
  };
}

/** RFC 6266: the name in ASCII for old readers, and whole in UTF-8. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
