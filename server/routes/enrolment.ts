// The routes of enrolment: an agent enrols, its requester confirms an address, and it leaves its computer.
import { MINUTE } from '../clock.ts';
import type { Confirmation } from '../enrolment/confirmation.ts';
import { type EnrolParts, enrol } from '../enrolment/enrol.ts';
import { leave } from '../enrolment/leave.ts';
import { valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';

/** Per IP address: a whole office behind one address may start at nine. */
const MOST_ENROLMENTS = { max: 120, timeWindow: MINUTE };

export function enrolmentHandlers(parts: EnrolParts & { confirmation: Confirmation }) {
  const { confirmation } = parts;
  return {
    enrolAgent: {
      rateLimit: MOST_ENROLMENTS,
      handle: async ({ request, body }) => valueOrFail(await enrol(parts, request.ip, body)),
    },
    leaveComputer: async ({ agent }) => leave(parts, agent),
    sendConfirmationToken: async ({ agent, request, body }) =>
      valueOrFail(await confirmation.sendToken(agent, request.ip, body)),
    confirmAddress: async ({ agent, body }) => valueOrFail(await confirmation.confirm(agent, body)),
  } satisfies Partial<Handlers>;
}
