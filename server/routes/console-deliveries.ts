// Deliveries that were given up: staff see them and put them back to work, administrators discard them.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DeliveryQuery, ParkedDelivery } from '../../contract/backends.ts';
import { listParked } from '../backends/parked-deliveries.ts';
import type { Clock } from '../clock.ts';
import { discardDelivery, retryDelivery } from '../delivery/retry.ts';
import { valueOrFail } from '../http/errors.ts';
import { requireAdministrator, staffOf } from '../http/staff-session.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';
import { BY_STAFF, FAILURES, NOTHING } from './answers.ts';

interface DeliveryParts {
  db: Database;
  clock: Clock;
  audit: Audit;
  announce: Announce;
  kickDelivery(): void;
}

const Path = z.object({ id: z.uuid() });

export function consoleDeliveryRoutes(parts: DeliveryParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/deliveries',
      {
        schema: {
          ...BY_STAFF,
          summary: 'List the parked deliveries, those parked first come first',
          querystring: DeliveryQuery,
          response: { 200: z.array(ParkedDelivery), ...FAILURES },
        },
      },
      async (request) => listParked(parts.db, request.query),
    );
    app.post(
      '/deliveries/:id/retry',
      {
        schema: { ...BY_STAFF, summary: 'Try a parked delivery again', params: Path, response: NOTHING },
      },
      async (request, reply) => {
        valueOrFail(await retryDelivery(parts, staffOf(request).id, request.params.id));
        settled(parts);
        return reply.code(204).send();
      },
    );
    app.post(
      '/deliveries/:id/discard',
      {
        onRequest: requireAdministrator,
        schema: {
          ...BY_STAFF,
          summary: 'Give a parked delivery up for good; it is kept for the audit',
          params: Path,
          response: NOTHING,
        },
      },
      async (request, reply) => {
        valueOrFail(await discardDelivery(parts, staffOf(request).id, request.params.id));
        settled(parts);
        return reply.code(204).send();
      },
    );
  };
}

/** What waited behind it can go on. */
function settled({ announce, kickDelivery }: DeliveryParts): void {
  kickDelivery();
  announce.console('backends');
  announce.console('tickets');
}
