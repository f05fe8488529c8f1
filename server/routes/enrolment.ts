// The routes of enrolment: an agent enrols, its requester confirms an address, and it leaves its computer.
import type { Confirmation } from '../enrolment/confirmation.ts';
import { type EnrolParts, enrol } from '../enrolment/enrol.ts';
import { leave } from '../enrolment/leave.ts';
import type { BrowserSignIn } from '../enrolment/sign-in.ts';
import { valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';

export function enrolmentHandlers(parts: EnrolParts & { confirmation: Confirmation; signIn: BrowserSignIn }) {
  const { confirmation, signIn } = parts;
  return {
    enrolAgent: {
      rates: ['enrolmentsOfAddress'],
      handle: async ({ request, body }) => valueOrFail(await enrol(parts, request.ip, body)),
    },
    leaveComputer: async ({ agent }) => leave(parts, agent),
    sendConfirmationToken: async ({ agent, request, body }) =>
      valueOrFail(await confirmation.sendToken(agent, request.ip, body)),
    confirmAddress: {
      rates: ['confirmationsOfAgent'],
      handle: async ({ agent, request, body }) =>
        valueOrFail(await confirmation.confirm(agent, request.ip, body)),
    },
    beginSignIn: {
      rates: ['browserSignInsOfAddress'],
      handle: async ({ agent, request, body }) => valueOrFail(await signIn.begin(agent, request.ip, body)),
    },
    finishSignIn: {
      rates: ['browserSignInsOfAddress'],
      handle: async ({ agent, request, body }) => valueOrFail(await signIn.finish(agent, request.ip, body)),
    },
  } satisfies Partial<Handlers>;
}
