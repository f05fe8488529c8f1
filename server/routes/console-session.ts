// The routes of staff sessions: set-up of the first administrator, sign-in, sign-out, and the console's event stream.
import type { FastifyReply } from 'fastify';
import type { Staff } from '../../contract/console.ts';
import { MINUTE } from '../clock.ts';
import { valueOrFail } from '../http/errors.ts';
import { type EventStreams, sendEvents } from '../http/event-streams.ts';
import type { Handlers } from '../http/serve-api.ts';
import { clearSessionCookie, sessionTokenOf, setSessionCookie } from '../http/staff-session.ts';
import type { Accounts } from '../staff/accounts.ts';

/** Per IP address: enough for a forgotten password, too few to guess one. */
const MOST_TRIES = { max: 10, timeWindow: MINUTE };

interface SessionParts {
  accounts: Accounts;
  streams: EventStreams;
  publicUrl: () => string;
}

export function consoleSessionHandlers({ accounts, streams, publicUrl }: SessionParts) {
  function beginSession(
    reply: FastifyReply,
    { staff, sessionToken }: { staff: Staff; sessionToken: string },
  ): Staff {
    setSessionCookie(reply, sessionToken, publicUrl());
    return staff;
  }
  return {
    setUp: {
      rateLimit: MOST_TRIES,
      handle: async ({ body, reply }) => beginSession(reply, valueOrFail(await accounts.setUp(body))),
    },
    signIn: {
      rateLimit: MOST_TRIES,
      handle: async ({ body, reply }) => beginSession(reply, valueOrFail(await accounts.signIn(body))),
    },
    readSession: async ({ staff }) => staff,
    signOut: async ({ staff, request, reply }) => {
      await accounts.signOut(staff, sessionTokenOf(request) ?? '');
      clearSessionCookie(reply);
    },
    listenForChanges: {
      // a HEAD request would open a stream that nobody reads or closes
      exposeHeadRoute: false,
      handle: async ({ reply }) => sendEvents(reply, streams.openConsole()),
    },
  } satisfies Partial<Handlers>;
}
