// The routes through which technicians decide about mails that wait.
import { valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import { decideHeldMail, type HeldMailParts, listHeldMails } from '../mail-in/held-mails.ts';

export function consoleHeldMailHandlers(parts: HeldMailParts) {
  return {
    listHeldMails: async ({ staff }) => listHeldMails(parts.db, staff.organisationIds),
    decideHeldMail: async ({ staff, params: { id }, body }) => ({
      ticketId: valueOrFail(await decideHeldMail(parts, staff, id, body)),
    }),
  } satisfies Partial<Handlers>;
}
