// Whether the server is up: it is when its database answers.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../storage/schema.ts';
import { FAILURES } from './answers.ts';

export function healthRoutes({ db }: { db: Database }): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/healthz',
      {
        logLevel: 'warn',
        schema: {
          tags: ['server'],
          summary: 'Whether the server and its database answer',
          response: { 200: z.object({ status: z.literal('ok') }), ...FAILURES },
        },
      },
      async () => {
        await sql`select 1`.execute(db);
        return { status: 'ok' as const };
      },
    );
  };
}
