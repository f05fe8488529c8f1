// The console's operations on backends, their routes and catalogues, and parked deliveries.
import { z } from 'zod';
import {
  Backend,
  BackendEntry,
  BackendId,
  BackendToTest,
  ChangedBackend,
  ConnectionCheck,
  DeliveryQuery,
  ImportedEntries,
  ListedBackend,
  NewBackend,
  ParkedDelivery,
  Route,
  Routes,
} from './backends.ts';
import { RoutableEntry } from './console.ts';
import { type HttpOperation, NoContent } from './operation.ts';

const BackendParams = z.object({ id: BackendId });
const OfDelivery = z.object({ id: z.uuid() });
const OfOrganisation = z.object({ organisation: z.uuid() });
const checks = z.array(ConnectionCheck);
const routes = z.array(Route);

/** The operations, by name. */
export const CONSOLE_BACKENDS_API = {
  listBackends: {
    method: 'GET',
    path: '/v1/console/backends',
    answer: z.array(ListedBackend),
    caller: 'staff',
    summary: 'List the backends with their health; administrators also get their settings',
  },
  addBackend: {
    method: 'POST',
    path: '/v1/console/backends',
    body: NewBackend,
    answer: Backend,
    caller: 'administrator',
    summary: 'Add a backend; no answer contains its secrets',
  },
  changeBackend: {
    method: 'PUT',
    path: '/v1/console/backends/:id',
    params: BackendParams,
    body: ChangedBackend,
    answer: Backend,
    caller: 'administrator',
    summary: 'Change a backend; a secret that is left out is unchanged, an empty one is removed',
  },
  removeBackend: {
    method: 'DELETE',
    path: '/v1/console/backends/:id',
    params: BackendParams,
    answer: NoContent,
    caller: 'administrator',
    summary: 'Remove a backend',
  },
  testSettings: {
    method: 'POST',
    path: '/v1/console/backends/test',
    body: BackendToTest,
    answer: checks,
    caller: 'administrator',
    summary: 'Test a connection before it is saved',
  },
  testBackend: {
    method: 'POST',
    path: '/v1/console/backends/:id/test',
    params: BackendParams,
    answer: checks,
    caller: 'administrator',
    summary: 'Test the connection of a backend',
  },
  readBackendCatalogue: {
    method: 'GET',
    path: '/v1/console/backends/:id/catalogue',
    params: BackendParams,
    query: OfOrganisation,
    answer: z.array(BackendEntry),
    caller: 'administrator',
    summary: 'Read the catalogue that a backend offers an organisation',
  },
  importBackendCatalogue: {
    method: 'POST',
    path: '/v1/console/backends/:id/catalogue',
    params: BackendParams,
    query: OfOrganisation,
    answer: ImportedEntries,
    caller: 'administrator',
    summary: 'Import the catalogue that a backend offers an organisation',
  },
  listRoutes: {
    method: 'GET',
    path: '/v1/console/routes',
    answer: routes,
    caller: 'administrator',
    summary: 'List which backend takes which tickets',
  },
  replaceRoutes: {
    method: 'PUT',
    path: '/v1/console/routes',
    body: Routes,
    answer: routes,
    caller: 'administrator',
    summary: 'Replace the routes as a whole; tickets that exist stay where they are',
  },
  listRoutableEntries: {
    method: 'GET',
    path: '/v1/console/routes/entries',
    answer: z.array(RoutableEntry),
    caller: 'administrator',
    summary: 'List the catalogue entries that a route can name',
  },
  listParkedDeliveries: {
    method: 'GET',
    path: '/v1/console/deliveries',
    query: DeliveryQuery,
    answer: z.array(ParkedDelivery),
    caller: 'staff',
    summary: 'List the parked deliveries, the earliest parked first',
  },
  retryDelivery: {
    method: 'POST',
    path: '/v1/console/deliveries/:id/retry',
    params: OfDelivery,
    answer: NoContent,
    caller: 'staff',
    summary: 'Try a parked delivery again',
  },
  discardDelivery: {
    method: 'POST',
    path: '/v1/console/deliveries/:id/discard',
    params: OfDelivery,
    answer: NoContent,
    caller: 'administrator',
    summary: 'Discard a parked delivery for good; its row is kept for the audit',
  },
} as const satisfies Record<string, HttpOperation>;
