// Backends and the routes to them: every member of staff sees how backends do, administrators set them up.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  Backend,
  BackendEntry,
  BackendId,
  ChangedBackend,
  ConnectionCheck,
  ImportedEntries,
  ListedBackend,
  NewBackend,
  Route,
  Routes,
  TestedBackend,
} from '../../contract/backends.ts';
import { askCatalogue, importFromBackend } from '../backends/backend-catalogue.ts';
import { type BackendListParts, describeBackend, describeBackends } from '../backends/backend-list.ts';
import {
  addBackend,
  type BackendStoreParts,
  changeBackend,
  readBackend,
  removeBackend,
} from '../backends/backend-store.ts';
import { listRoutes, replaceRoutes } from '../backends/routing.ts';
import { testSaved, testUnsaved } from '../backends/test-connection.ts';
import { fail, valueOrFail } from '../http/errors.ts';
import { requireAdministrator, staffOf } from '../http/staff-session.ts';
import type { Announce } from '../tickets/announce.ts';
import { BY_STAFF, FAILURES, NOTHING } from './answers.ts';

interface BackendParts extends BackendStoreParts, BackendListParts {
  announce: Announce;
  /** a backend that was changed, or whose test found nothing missing, may be reached now */
  tryDelivery(backendId: string): Promise<void>;
}

const Path = z.object({ id: BackendId });
const OfOrganisation = z.object({ organisation: z.uuid() });
const BACKEND = { 200: Backend, ...FAILURES };
const CHECKS = { 200: z.array(ConnectionCheck), ...FAILURES };

export function consoleBackendRoutes(parts: BackendParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/backends',
      {
        schema: {
          ...BY_STAFF,
          summary: 'List the backends with their health; how they are set up, for administrators',
          response: { 200: z.array(ListedBackend), ...FAILURES },
        },
      },
      async (request) => describeBackends(parts, staffOf(request).role === 'administrator'),
    );
    await app.register(async (administration) => {
      administration.addHook('onRequest', requireAdministrator);
      await administration.register(backendActs(parts));
      await administration.register(connectionTests(parts));
      await administration.register(routeActs(parts));
      await administration.register(catalogueActs(parts));
    });
  };
}

function backendActs(parts: BackendParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/backends',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Add a backend; its secrets are in no answer',
          body: NewBackend,
          response: BACKEND,
        },
      },
      async (request) => {
        const added = valueOrFail(await addBackend(parts, staffOf(request).id, request.body));
        return announced(parts, await describeBackend(parts, added));
      },
    );
    app.put(
      '/backends/:id',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Change a backend; a secret left out stays, an empty one goes',
          params: Path,
          body: ChangedBackend,
          response: BACKEND,
        },
      },
      async (request) => {
        const { id } = request.params;
        const changed = valueOrFail(await changeBackend(parts, staffOf(request).id, id, request.body));
        await parts.tryDelivery(id);
        return announced(parts, await describeBackend(parts, changed));
      },
    );
    app.delete(
      '/backends/:id',
      { schema: { ...BY_STAFF, summary: 'Remove a backend', params: Path, response: NOTHING } },
      async (request, reply) => {
        valueOrFail(await removeBackend(parts, staffOf(request).id, request.params.id));
        // the connector of one that is not there is closed
        await parts.connectors.of(request.params.id);
        parts.announce.console('backends');
        return reply.code(204).send();
      },
    );
  };
}

function announced<T>({ announce }: BackendParts, answer: T): T {
  announce.console('backends');
  return answer;
}

function connectionTests(parts: BackendParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/backends/test',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Test a connection before it is saved',
          body: TestedBackend,
          response: CHECKS,
        },
      },
      async (request) => valueOrFail(await testUnsaved(parts, staffOf(request).id, request.body)),
    );
    app.post(
      '/backends/:id/test',
      {
        schema: { ...BY_STAFF, summary: 'Test the connection of a backend', params: Path, response: CHECKS },
      },
      async (request) => {
        const { id } = request.params;
        const checks = valueOrFail(await testSaved(parts, staffOf(request).id, id));
        if (checks.every(({ why }) => why === null)) await parts.tryDelivery(id);
        return checks;
      },
    );
  };
}

function routeActs(parts: BackendParts): FastifyPluginAsyncZod {
  const ROUTES = { 200: z.array(Route), ...FAILURES };
  return async (app) => {
    app.get(
      '/routes',
      {
        schema: { ...BY_STAFF, summary: 'List which backend takes which tickets', response: ROUTES },
      },
      async () => listRoutes(parts.db),
    );
    app.put(
      '/routes',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Replace the routes as a whole; tickets that exist stay where they are',
          body: Routes,
          response: ROUTES,
        },
      },
      async (request) =>
        announced(parts, valueOrFail(await replaceRoutes(parts, staffOf(request).id, request.body))),
    );
  };
}

function catalogueActs(parts: BackendParts): FastifyPluginAsyncZod {
  async function asked(id: string, organisationId: string) {
    const backend = await readBackend(parts, id);
    const connector = await parts.connectors.of(id);
    return backend && connector ? { backend, connector, organisationId } : fail('not-found');
  }
  return async (app) => {
    app.get(
      '/backends/:id/catalogue',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Read what a backend offers an organisation',
          params: Path,
          querystring: OfOrganisation,
          response: { 200: z.array(BackendEntry), ...FAILURES },
        },
      },
      async (request) => {
        const question = await asked(request.params.id, request.query.organisation);
        const services = valueOrFail(await askCatalogue(parts.db, question));
        return services.map((service) => ({ ...service, path: [...service.path] }));
      },
    );
    app.post(
      '/backends/:id/catalogue',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Bring what a backend offers an organisation into its catalogue',
          params: Path,
          querystring: OfOrganisation,
          response: { 200: ImportedEntries, ...FAILURES },
        },
      },
      async (request) => {
        const question = await asked(request.params.id, request.query.organisation);
        return valueOrFail(await importFromBackend(parts, staffOf(request).id, question));
      },
    );
  };
}
