// The catalogues of all organisations, as far as administrators need them to set up routes.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { RoutableEntry } from '../../contract/console.ts';
import { readRoutableEntries } from '../catalogue/routable-entries.ts';
import { requireAdministrator } from '../http/staff-session.ts';
import type { Database } from '../storage/schema.ts';
import { BY_STAFF, FAILURES } from './answers.ts';

export function consoleCatalogueRoutes({ db }: { db: Database }): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/routes/entries',
      {
        onRequest: requireAdministrator,
        schema: {
          ...BY_STAFF,
          summary: 'List what of the catalogues a route can name',
          response: { 200: z.array(RoutableEntry), ...FAILURES },
        },
      },
      async () => readRoutableEntries(db),
    );
  };
}
