// Serves an attachment to anybody with a signed link to it, such as the technicians of another help desk.
import type { FastifyReply } from 'fastify';
import { sendAttachment } from '../http/attachment-answer.ts';
import { DEAD_LINK_PAGE, DEAD_LINK_POLICY } from '../http/dead-link-page.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { SignedLinks } from '../http/signed-links.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';

interface SignedFilesParts {
  db: Database;
  blobs: Blobs;
  signedLinks: SignedLinks;
}

export function signedFileHandlers({ db, blobs, signedLinks }: SignedFilesParts) {
  return {
    readSignedFile: {
      rates: ['signedFilesOfAddress'],
      handle: async ({ params, request, reply }) => {
        const id = signedLinks.attachmentOf(params['*']);
        const attachment = id === null ? undefined : await findFile(db, id);
        if (!attachment) return sendDeadLink(reply);
        return sendAttachment({ request, reply, blobs }, attachment, {
          kind: 'attachment',
          mediaType: 'application/octet-stream',
        });
      },
    },
  } satisfies Partial<Handlers>;
}

function findFile(db: Database, id: string) {
  return db
    .selectFrom('attachment')
    .select(['sha256', 'name', 'size'])
    .where('id', '=', id)
    .executeTakeFirst();
}

function sendDeadLink(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', DEAD_LINK_POLICY)
    .send(DEAD_LINK_PAGE);
}
