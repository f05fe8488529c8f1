// Agents introduce themselves and their requesters prove an address.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  ConfirmRequest,
  EnrolRequest,
  EnrolResponse,
  Requester,
  SendTokenRequest,
  SendTokenResponse,
} from '../../contract/enrolment.ts';
import { MINUTE } from '../clock.ts';
import type { Confirmation } from '../enrolment/confirmation.ts';
import { type EnrolParts, enrol } from '../enrolment/enrol.ts';
import { agentOf, requireAgent } from '../http/agent-auth.ts';
import { valueOrFail } from '../http/errors.ts';
import { BY_AGENT, FAILURES } from './answers.ts';

/** Of one IP address: a whole office behind one may start at nine. */
const MOST_ENROLMENTS = { max: 120, timeWindow: MINUTE };

export function enrolmentRoutes(parts: EnrolParts & { confirmation: Confirmation }): FastifyPluginAsyncZod {
  const { confirmation } = parts;
  const signed = requireAgent(parts.db);
  return async (app) => {
    app.post(
      '/v1/enrolments',
      {
        config: { rateLimit: MOST_ENROLMENTS },
        schema: {
          tags: ['agent'],
          summary: 'Enrol an agent with the enrolment key of its organisation',
          body: EnrolRequest,
          response: { 200: EnrolResponse, ...FAILURES },
        },
      },
      async ({ body }) => valueOrFail(await enrol(parts, body)),
    );

    app.post(
      '/v1/confirmations/tokens',
      {
        ...signed,
        schema: {
          ...BY_AGENT,
          summary: 'Mail a confirmation token to an address',
          body: SendTokenRequest,
          response: { 202: SendTokenResponse, ...FAILURES },
        },
      },
      async (request, reply) => {
        const sent = await confirmation.sendToken(agentOf(request), request.ip, request.body);
        return reply.code(202).send(valueOrFail(sent));
      },
    );

    app.post(
      '/v1/confirmations',
      {
        ...signed,
        schema: {
          ...BY_AGENT,
          summary: 'Confirm an address with the token that was mailed to it',
          body: ConfirmRequest,
          response: { 200: Requester, ...FAILURES },
        },
      },
      async (request) => valueOrFail(await confirmation.confirm(agentOf(request), request.body)),
    );
  };
}
