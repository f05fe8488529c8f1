// Serves the files of a ticket to the agents of its participants.
import { sendAttachment } from '../http/attachment-answer.ts';
import { fail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';
import { findAttachment } from '../tickets/attachments.ts';
import { rolesIn } from '../tickets/participants.ts';

export function ticketAttachmentHandlers({ db, blobs }: { db: Database; blobs: Blobs }) {
  return {
    readTicketFile: async ({ agent: { requesterId }, params: { id, sha256 }, request, reply }) => {
      const roles = requesterId === null ? [] : await rolesIn(db, id, requesterId);
      const attachment = roles.length === 0 ? null : await findAttachment(db, id, sha256);
      if (!attachment) fail('not-found');
      return sendAttachment({ request, reply, blobs }, attachment, {
        kind: 'attachment',
        mediaType: attachment.mediaType,
      });
    },
  } satisfies Partial<Handlers>;
}
