// Serves attachments to staff.
import { fail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import { sendStaffFile } from '../http/staff-file.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Database } from '../storage/schema.ts';

export function consoleAttachmentHandlers({ db, blobs }: { db: Database; blobs: Blobs }) {
  return {
    readAttachment: async ({ params, request, reply }) => {
      const attachment = await db
        .selectFrom('attachment')
        .select(['sha256', 'name'])
        .where('id', '=', params.id)
        .executeTakeFirst();
      return sendStaffFile({ request, reply, blobs }, attachment ?? fail('not-found'));
    },
  } satisfies Partial<Handlers>;
}
