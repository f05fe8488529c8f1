// The routes of approvers who decide without their agent: by the link of a mail, or as staff.
import { findAsked, readApproval } from '../approvals/approval-links.ts';
import { readDeskTicket } from '../desk/desk-ticket.ts';
import { fail, valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import { type DecideParts, decide } from '../intake/decide.ts';
import { findApprover } from '../tickets/participants.ts';

export function approvalHandlers(parts: DecideParts) {
  const { db, clock } = parts;
  return {
    readApproval: {
      rates: ['linksOfAddress'],
      handle: async ({ body }) => valueOrFail(await readApproval(db, clock, body.token)),
    },
    decideApproval: {
      rates: ['linksOfAddress'],
      handle: async ({ body: { token, ...decision } }) => {
        const asked = valueOrFail(await findAsked(db, clock, token));
        valueOrFail(await decide(parts, asked, decision));
      },
    },
    decideTicket: async ({ staff, params: { id }, body }) => {
      const requesterId = await findApprover(db, id, staff.email);
      if (requesterId === null)
        fail((await readDeskTicket(parts, staff, id)) ? 'act-not-allowed' : 'not-found');
      valueOrFail(await decide(parts, { ticketId: id, requesterId }, body));
      return (await readDeskTicket(parts, staff, id)) ?? fail('not-found');
    },
  } satisfies Partial<Handlers>;
}
