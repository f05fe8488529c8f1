// The console's operation on the server itself.
import type { HttpOperation } from './operation.ts';
import { ServerStatus } from './server-status.ts';

/** The operations, by name. */
export const CONSOLE_STATUS_API = {
  readServerStatus: {
    method: 'GET',
    path: '/v1/console/status',
    answer: ServerStatus,
    caller: 'administrator',
    reach: 'all',
    summary: 'Read how the server is: version, memory, open streams, and what waits for each backend',
  },
} as const satisfies Record<string, HttpOperation>;
