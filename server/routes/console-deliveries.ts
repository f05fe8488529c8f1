// Deliveries that a backend kept refusing: staff put them back to work.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { retryDelivery } from '../delivery/retry.ts';
import { valueOrFail } from '../http/errors.ts';
import { staffOf } from '../http/staff-session.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import { BY_STAFF, NOTHING } from './answers.ts';

interface DeliveryParts {
  db: Database;
  clock: Clock;
  audit: Audit;
  kickDelivery(): void;
}

export function consoleDeliveryRoutes(parts: DeliveryParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/deliveries/:id/retry',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Try a parked delivery again',
          params: z.object({ id: z.uuid() }),
          response: NOTHING,
        },
      },
      async (request, reply) => {
        valueOrFail(await retryDelivery(parts, staffOf(request).id, request.params.id));
        parts.kickDelivery();
        return reply.code(204).send();
      },
    );
  };
}
