// The routes of backends: every member of staff sees their health, administrators configure them and their routing.
import { importFromBackend, readOfferedCatalogue } from '../backends/backend-catalogue.ts';
import { type BackendListParts, describeBackend, describeBackends } from '../backends/backend-list.ts';
import {
  addBackend,
  type BackendStoreParts,
  BUILT_IN,
  changeBackend,
  readBackend,
  removeBackend,
} from '../backends/backend-store.ts';
import { listRoutes, replaceRoutes } from '../backends/routing.ts';
import { testSaved, testUnsaved } from '../backends/test-connection.ts';
import { fail, valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { MailIn } from '../mail-in/mail-in.ts';
import type { Announce } from '../tickets/announce.ts';

interface BackendParts extends BackendStoreParts, BackendListParts {
  announce: Announce;
  /** called when a backend was changed or passed its test: its waiting deliveries may succeed now */
  tryDelivery(backendId: string): Promise<void>;
  mailIn: Pick<MailIn, 'saved'>;
}

export function consoleBackendHandlers(parts: BackendParts) {
  return {
    ...backendActs(parts),
    ...connectionTests(parts),
    ...routeActs(parts),
    ...catalogueActs(parts),
  };
}

function backendActs(parts: BackendParts) {
  return {
    listBackends: async ({ staff }) => describeBackends(parts, staff),
    addBackend: async ({ staff, body }) => {
      const added = valueOrFail(await addBackend(parts, staff.id, body));
      return announced(parts, await describeBackend(parts, added));
    },
    changeBackend: async ({ staff, params: { id }, body }) => {
      const changed = valueOrFail(await changeBackend(parts, staff.id, id, body));
      await parts.tryDelivery(id);
      if (id === BUILT_IN) await parts.mailIn.saved();
      return announced(parts, await describeBackend(parts, changed));
    },
    removeBackend: async ({ staff, params: { id } }) => {
      valueOrFail(await removeBackend(parts, staff.id, id));
      // closes the connector of the removed backend
      await parts.connectors.of(id);
      parts.announce.console('backends', null);
    },
  } satisfies Partial<Handlers>;
}

function announced<T>({ announce }: BackendParts, answer: T): T {
  announce.console('backends', null);
  return answer;
}

function connectionTests(parts: BackendParts) {
  return {
    testSettings: async ({ staff, body }) => valueOrFail(await testUnsaved(parts, staff.id, body)),
    testBackend: async ({ staff, params: { id } }) => {
      const checks = valueOrFail(await testSaved(parts, staff.id, id));
      if (checks.every(({ problem }) => problem === null)) await parts.tryDelivery(id);
      return checks;
    },
  } satisfies Partial<Handlers>;
}

function routeActs(parts: BackendParts) {
  return {
    listRoutes: async () => listRoutes(parts.db),
    replaceRoutes: async ({ staff, body }) =>
      announced(parts, valueOrFail(await replaceRoutes(parts, staff.id, body))),
  } satisfies Partial<Handlers>;
}

function catalogueActs(parts: BackendParts) {
  async function queryOf(id: string, organisationId: string) {
    const backend = await readBackend(parts, id);
    const connector = await parts.connectors.of(id);
    return backend && connector ? { backend, connector, organisationId } : fail('not-found');
  }
  return {
    readBackendCatalogue: async ({ params, query }) => {
      const catalogueQuery = await queryOf(params.id, query.organisation);
      const services = valueOrFail(await readOfferedCatalogue(parts.db, catalogueQuery));
      return services.map((service) => ({ ...service, path: [...service.path] }));
    },
    importBackendCatalogue: async ({ staff, params, query }) => {
      const catalogueQuery = await queryOf(params.id, query.organisation);
      return valueOrFail(await importFromBackend(parts, staff.id, catalogueQuery));
    },
  } satisfies Partial<Handlers>;
}
