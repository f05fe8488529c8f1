// The routes of enrolment: an agent enrols, and its requester confirms an address.
import { MINUTE } from '../clock.ts';
import type { Confirmation } from '../enrolment/confirmation.ts';
import { type EnrolParts, enrol } from '../enrolment/enrol.ts';
import type { BrowserSignIn } from '../enrolment/sign-in.ts';
import { valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';

/** Per IP address: a whole office behind one address may start at nine. */
const MOST_ENROLMENTS = { max: 120, timeWindow: MINUTE };
/** Per IP address; each agent has its own limit. */
const MOST_SIGN_INS = { max: 120, timeWindow: MINUTE };

export function enrolmentHandlers(parts: EnrolParts & { confirmation: Confirmation; signIn: BrowserSignIn }) {
  const { confirmation, signIn } = parts;
  return {
    enrolAgent: {
      rateLimit: MOST_ENROLMENTS,
      handle: async ({ request, body }) => valueOrFail(await enrol(parts, request.ip, body)),
    },
    sendConfirmationToken: async ({ agent, request, body }) =>
      valueOrFail(await confirmation.sendToken(agent, request.ip, body)),
    confirmAddress: async ({ agent, body }) => valueOrFail(await confirmation.confirm(agent, body)),
    beginSignIn: {
      rateLimit: MOST_SIGN_INS,
      handle: async ({ agent, request, body }) => valueOrFail(await signIn.begin(agent, request.ip, body)),
    },
    finishSignIn: {
      rateLimit: MOST_SIGN_INS,
      handle: async ({ agent, request, body }) => valueOrFail(await signIn.finish(agent, request.ip, body)),
    },
  } satisfies Partial<Handlers>;
}
