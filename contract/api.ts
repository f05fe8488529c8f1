// The one table of HTTP operations, put together from those of each caller. The server's routes, the clients and the OpenAPI
// description derive from it.
import { AGENT_API } from './agent-api.ts';
import { CONSOLE_API } from './console-api.ts';
import type { HttpOperation } from './operation.ts';
import { PAGES, SERVER_API } from './server-api.ts';
import { UPDATE_API } from './update-api.ts';

/** The name of an operation is its `operationId` in the description. */
export const API = { ...AGENT_API, ...UPDATE_API, ...CONSOLE_API, ...SERVER_API, ...PAGES } as const;
export type Api = typeof API;
export type OperationName = keyof Api;

/** The sections of the OpenAPI description, with their operations. Pages are not described. */
export const SECTIONS = {
  agent: { ...AGENT_API, ...UPDATE_API },
  console: CONSOLE_API,
  server: SERVER_API,
} as const satisfies Record<string, Record<string, HttpOperation>>;
