// The first administrator, signing in and signing out, and the stream that keeps a signed-in console up to date.
import type { FastifyReply } from 'fastify';
import type { Staff } from '../../contract/console.ts';
import { MINUTE } from '../clock.ts';
import { valueOrFail } from '../http/errors.ts';
import { type EventStreams, sendEvents } from '../http/event-streams.ts';
import type { Handlers } from '../http/serve-api.ts';
import { giveSessionCookie, sessionTokenOf, takeSessionCookie } from '../http/staff-session.ts';
import type { Accounts } from '../staff/accounts.ts';

/** Of one IP address: what a person who forgot needs, not what a guessing program needs. */
const MOST_TRIES = { max: 10, timeWindow: MINUTE };

interface SessionParts {
  accounts: Accounts;
  streams: EventStreams;
  publicUrl: () => string;
}

export function consoleSessionHandlers({ accounts, streams, publicUrl }: SessionParts) {
  function begin(
    reply: FastifyReply,
    { staff, sessionToken }: { staff: Staff; sessionToken: string },
  ): Staff {
    giveSessionCookie(reply, sessionToken, publicUrl());
    return staff;
  }
  return {
    setUp: {
      rateLimit: MOST_TRIES,
      handle: async ({ body, reply }) => begin(reply, valueOrFail(await accounts.setUp(body))),
    },
    signIn: {
      rateLimit: MOST_TRIES,
      handle: async ({ body, reply }) => begin(reply, valueOrFail(await accounts.signIn(body))),
    },
    readSession: async ({ staff }) => staff,
    signOut: async ({ staff, request, reply }) => {
      await accounts.signOut(staff, sessionTokenOf(request) ?? '');
      takeSessionCookie(reply);
    },
    listenForChanges: {
      // a HEAD would open a stream that is never read nor ended
      exposeHeadRoute: false,
      handle: async ({ reply }) => sendEvents(reply, streams.openConsole()),
    },
  } satisfies Partial<Handlers>;
}
