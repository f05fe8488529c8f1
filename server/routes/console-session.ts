// The first administrator, signing in and signing out.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { SetupRequest, SignInRequest, Staff } from '../../contract/console.ts';
import { MINUTE } from '../clock.ts';
import { valueOrFail } from '../http/errors.ts';
import {
  giveSessionCookie,
  requireStaff,
  sessionTokenOf,
  staffOf,
  takeSessionCookie,
} from '../http/staff-session.ts';
import type { Accounts } from '../staff/accounts.ts';
import type { Sessions } from '../staff/sessions.ts';
import { BY_STAFF, FAILURES, NOTHING } from './answers.ts';

/** Of one IP address: what a person who forgot needs, not what a guessing program needs. */
const MOST_TRIES = { max: 10, timeWindow: MINUTE };

interface SessionParts {
  accounts: Accounts;
  sessions: Sessions;
  publicUrl: () => string;
}

export function consoleSessionRoutes({ accounts, sessions, publicUrl }: SessionParts): FastifyPluginAsyncZod {
  const signedIn = requireStaff(sessions, publicUrl);
  const config = { rateLimit: MOST_TRIES };
  return async (app) => {
    app.post(
      '/setup',
      {
        config,
        schema: {
          tags: ['console'],
          summary: 'Make the first administrator with the token of the set-up link',
          body: SetupRequest,
          response: { 200: Staff, ...FAILURES },
        },
      },
      async (request, reply) => {
        const { staff, sessionToken } = valueOrFail(await accounts.setUp(request.body));
        giveSessionCookie(reply, sessionToken, publicUrl());
        return staff;
      },
    );

    app.post(
      '/session',
      {
        config,
        schema: {
          tags: ['console'],
          summary: 'Sign in',
          body: SignInRequest,
          response: { 200: Staff, ...FAILURES },
        },
      },
      async (request, reply) => {
        const { staff, sessionToken } = valueOrFail(await accounts.signIn(request.body));
        giveSessionCookie(reply, sessionToken, publicUrl());
        return staff;
      },
    );

    app.get(
      '/session',
      {
        onRequest: signedIn,
        schema: { ...BY_STAFF, summary: 'Who is signed in', response: { 200: Staff, ...FAILURES } },
      },
      async (request) => staffOf(request),
    );

    app.delete(
      '/session',
      {
        onRequest: signedIn,
        schema: { ...BY_STAFF, summary: 'Sign out', response: NOTHING },
      },
      async (request, reply) => {
        await accounts.signOut(staffOf(request), sessionTokenOf(request) ?? '');
        takeSessionCookie(reply);
        return reply.code(204).send();
      },
    );
  };
}
