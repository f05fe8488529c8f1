// The routes through which technicians read and decide about mails that wait.
import { fail, valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import { sendStaffFile } from '../http/staff-file.ts';
import { decideHeldMail, type HeldMailParts, listHeldMails, readHeldFile } from '../mail-in/held-mails.ts';

export function consoleHeldMailHandlers(parts: HeldMailParts) {
  return {
    listHeldMails: async ({ staff }) => listHeldMails(parts.db, staff.organisationIds),
    readHeldMailFile: async ({ staff, params: { id, position }, request, reply }) => {
      const file = await readHeldFile(parts.db, staff.organisationIds, id, Number(position));
      return sendStaffFile({ request, reply, blobs: parts.blobs }, file ?? fail('not-found'));
    },
    decideHeldMail: async ({ staff, params: { id }, body }) => ({
      ticketId: valueOrFail(await decideHeldMail(parts, staff, id, body)),
    }),
  } satisfies Partial<Handlers>;
}
