// The routes of approvers who decide without their agent: by the link of a mail, or as staff.
import { findAsked, readApproval } from '../approvals/approval-links.ts';
import { readDeskTicket } from '../desk/desk-ticket.ts';
import { fail, valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { SignedLinks } from '../http/signed-links.ts';
import { type DecideParts, decide } from '../intake/decide.ts';
import { provenAddressOf } from '../staff/proven-address.ts';
import { findApprover } from '../tickets/participants.ts';
import { whyNotYou } from '../tickets/why-not.ts';

interface ApprovalParts extends DecideParts {
  signedLinks: SignedLinks;
}

export function approvalHandlers(parts: ApprovalParts) {
  const { db, clock, signedLinks } = parts;
  return {
    readApproval: {
      rates: ['linksOfAddress'],
      handle: async ({ body }) =>
        valueOrFail(await readApproval({ db, clock, signedLink: signedLinks.signedLink }, body.token)),
    },
    decideApproval: {
      rates: ['linksOfAddress'],
      handle: async ({ body: { token, ...decision } }) => {
        const asked = valueOrFail(await findAsked(db, clock, token));
        valueOrFail(await decide(parts, asked, decision));
      },
    },
    decideTicket: async ({ staff, params: { id }, body }) => {
      const email = await provenAddressOf(db, staff.id);
      const requesterId = email === null ? null : await findApprover(db, id, email);
      if (requesterId === null) {
        if (!(await readDeskTicket(parts, staff, id))) fail('not-found');
        return fail('act-not-allowed', whyNotYou('approve'));
      }
      valueOrFail(await decide(parts, { ticketId: id, requesterId }, body));
      return (await readDeskTicket(parts, staff, id)) ?? fail('not-found');
    },
  } satisfies Partial<Handlers>;
}
