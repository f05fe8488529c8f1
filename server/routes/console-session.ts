// The routes of staff sessions: set-up of the first administrator, sign-in, sign-out, and the console's event stream.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedInStaff } from '../../contract/account.ts';
import type { Clock } from '../clock.ts';
import { sha256 } from '../hashes.ts';
import { beginEvents } from '../http/begin-events.ts';
import { valueOrFail } from '../http/errors.ts';
import type { EventStreams } from '../http/event-streams.ts';
import type { Handlers } from '../http/serve-api.ts';
import {
  clearSessionCookie,
  cookieName,
  sessionOf,
  sessionTokenOf,
  setKnownBrowserCookie,
  setSessionCookie,
} from '../http/staff-session.ts';
import type { Accounts, SignedIn, SignInOrigin } from '../staff/accounts.ts';
import { browserOf } from '../staff/browser.ts';
import { SHORTEST_SESSION } from '../staff/sessions.ts';

interface SessionParts {
  clock: Clock;
  accounts: Accounts;
  streams: EventStreams;
  publicUrl: () => string;
}

export function consoleSessionHandlers({ clock, accounts, streams, publicUrl }: SessionParts) {
  function beginSession(reply: FastifyReply, signedIn: SignedIn): SignedInStaff {
    const { staff, session, knownBrowser: value } = signedIn;
    session.ended.forEach(streams.endSession);
    setSessionCookie(reply, session.token, publicUrl());
    setKnownBrowserCookie(reply, { staffId: staff.id, value, publicUrl: publicUrl() });
    return staff;
  }
  return {
    setUp: {
      rates: ['signInsOfAddress'],
      handle: async ({ body, request, reply }) =>
        beginSession(reply, valueOrFail(await accounts.setUp(body, originOf(request, publicUrl())))),
    },
    signIn: async ({ body, request, reply }) =>
      beginSession(reply, valueOrFail(await accounts.signIn(body, originOf(request, publicUrl())))),
    readSession: async ({ staff, request }) => ({
      ...staff,
      secondFactorDue: sessionOf(request).secondFactorDue,
    }),
    signOut: async ({ staff, request, reply }) => {
      const token = sessionTokenOf(request, publicUrl()) ?? '';
      await accounts.signOut(staff, token);
      streams.endSession(sha256(token));
      clearSessionCookie(reply, publicUrl());
    },
    listenForChanges: {
      // a HEAD request would open a stream that nobody reads or closes
      exposeHeadRoute: false,
      handle: async ({ request, reply }) => {
        const tokenHash = sha256(sessionTokenOf(request, publicUrl()) ?? '');
        // a browser opens its stream again, and shows its session then
        const endsAt = Math.min(clock.now().getTime() + SHORTEST_SESSION, sessionOf(request).latestEnd);
        streams.openConsole({ tokenHash, endsAt }, beginEvents(reply));
        return reply;
      },
    },
  } satisfies Partial<Handlers>;
}

function originOf(request: FastifyRequest, publicUrl: string): SignInOrigin {
  return {
    ip: request.ip,
    ...browserOf(request.headers['user-agent']),
    cookie: (name) => request.cookies[cookieName(name, publicUrl)],
  };
}
