// The files of a ticket, for the agents of those who take part in it.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { IdempotencyKey, Sha256 } from '../../contract/primitives.ts';
import { agentOf, requireActive, requireAgent } from '../http/agent-auth.ts';
import { sendAttachment } from '../http/attachment-answer.ts';
import { fail } from '../http/errors.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';
import { findAttachment } from '../tickets/attachments.ts';
import { rolesIn } from '../tickets/participants.ts';
import { BY_AGENT, FAILURES, streamOf } from './answers.ts';

export function ticketAttachmentRoutes({ db, blobs }: { db: Database; blobs: Blobs }): FastifyPluginAsyncZod {
  const { onRequest } = requireAgent(db);
  return async (app) => {
    app.get(
      '/v1/tickets/:id/attachments/:sha256',
      {
        onRequest,
        preHandler: requireActive,
        schema: {
          ...BY_AGENT,
          summary: 'Read a file of a ticket, by its content',
          params: z.object({ id: IdempotencyKey, sha256: Sha256 }),
          response: { 200: streamOf('*/*'), ...FAILURES },
        },
      },
      async (request, reply) => {
        const { requesterId } = agentOf(request);
        const { id, sha256 } = request.params;
        const roles = requesterId === null ? [] : await rolesIn(db, id, requesterId);
        const attachment = roles.length === 0 ? null : await findAttachment(db, id, sha256);
        if (!attachment) fail('not-found');
        return sendAttachment(reply, blobs, attachment, {
          kind: 'attachment',
          mediaType: attachment.mediaType,
        });
      },
    );
  };
}
