// The operations that the console calls. The server knows staff by their session cookie.
import { CONSOLE_ACCOUNT_API } from './console-account-api.ts';
import { CONSOLE_AGENTS_API } from './console-agents-api.ts';
import { CONSOLE_BACKENDS_API } from './console-backends-api.ts';
import { CONSOLE_DESK_API } from './console-desk-api.ts';
import { CONSOLE_MAILS_API } from './console-mails-api.ts';
import { CONSOLE_STAFF_API } from './console-staff-api.ts';
import { CONSOLE_STATUS_API } from './console-status-api.ts';

/** The operations, by name. */
export const CONSOLE_API = {
  ...CONSOLE_ACCOUNT_API,
  ...CONSOLE_STAFF_API,
  ...CONSOLE_DESK_API,
  ...CONSOLE_AGENTS_API,
  ...CONSOLE_BACKENDS_API,
  ...CONSOLE_STATUS_API,
  ...CONSOLE_MAILS_API,
} as const;
export type ConsoleApi = typeof CONSOLE_API;
