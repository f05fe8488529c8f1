// The operations that the console calls. The server knows staff by their session cookie.
import { SetupRequest, SignInRequest, Staff } from './console.ts';
import { CONSOLE_AGENTS_API } from './console-agents-api.ts';
import { CONSOLE_BACKENDS_API } from './console-backends-api.ts';
import { CONSOLE_DESK_API } from './console-desk-api.ts';
import { type HttpOperation, NoContent } from './operation.ts';

const SESSION_API = {
  setUp: {
    method: 'POST',
    path: '/v1/console/setup',
    body: SetupRequest,
    answer: Staff,
    caller: 'anyone',
    summary: 'Create the first administrator with the token of the set-up link',
  },
  signIn: {
    method: 'POST',
    path: '/v1/console/session',
    body: SignInRequest,
    answer: Staff,
    caller: 'anyone',
    summary: 'Sign in',
  },
  readSession: {
    method: 'GET',
    path: '/v1/console/session',
    answer: Staff,
    caller: 'staff',
    summary: 'Return the signed-in member of staff',
  },
  signOut: {
    method: 'DELETE',
    path: '/v1/console/session',
    answer: NoContent,
    caller: 'staff',
    summary: 'Sign out',
  },
  listenForChanges: {
    method: 'GET',
    path: '/v1/console/events',
    answer: { mediaType: 'text/event-stream' },
    caller: 'staff',
    summary: 'Listen for `changed` events: each one names a list that is worth reading again',
  },
} as const satisfies Record<string, HttpOperation>;

/** The operations, by name. */
export const CONSOLE_API = {
  ...SESSION_API,
  ...CONSOLE_DESK_API,
  ...CONSOLE_AGENTS_API,
  ...CONSOLE_BACKENDS_API,
} as const;
export type ConsoleApi = typeof CONSOLE_API;
