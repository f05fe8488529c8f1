// Authenticates staff by their session cookie, and sets and clears the cookies of a browser.
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Staff } from '../../contract/console.ts';
import { DAY, SECOND } from '../clock.ts';
import { knownBrowserCookie } from '../staff/known-browsers.ts';
import { type ReadSession, SESSION_LIFE, type Sessions } from '../staff/sessions.ts';
import { fail } from './errors.ts';

const COOKIE = 'guichet_session';
/** The longest that browsers keep a cookie (draft-ietf-httpbis-rfc6265bis, section 5.5). */
const KNOWN_BROWSER_LIFE = 400 * DAY;
const sessions = new WeakMap<FastifyRequest, ReadSession>();

/** Sets the cookie; `secure` when `publicUrl` is https. */
export function setSessionCookie(reply: FastifyReply, token: string, publicUrl: string): void {
  reply.setCookie(COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl.startsWith('https:'),
    maxAge: SESSION_LIFE / SECOND,
  });
}

/** Sets the cookie by which an account knows this browser again. It outlives sessions, and signs nobody in. */
export function setKnownBrowserCookie(
  reply: FastifyReply,
  { staffId, value, publicUrl }: { staffId: string; value: string; publicUrl: string },
): void {
  reply.setCookie(knownBrowserCookie(staffId), value, {
    path: '/v1/console/',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl.startsWith('https:'),
    maxAge: KNOWN_BROWSER_LIFE / SECOND,
  });
}

/** Clears the cookie; `Sessions` ends the session itself. */
export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: '/' });
}

/** Returns the unverified token of the session cookie, or undefined. */
export function sessionTokenOf(request: FastifyRequest): string | undefined {
  return request.cookies[COOKIE];
}

/** Returns a hook that rejects requests without a valid session with not-signed-in. */
export function requireSession(store: Sessions, publicUrl: () => string) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = sessionTokenOf(request);
    const session = token === undefined ? null : await store.read(token, request.ip);
    if (!session || token === undefined) fail('not-signed-in');
    sessions.set(request, session);
    if (session.prolonged) setSessionCookie(reply, token, publicUrl());
  };
}

/** A hook, after requireSession, that rejects who has to set up a second factor first with second-factor-due. */
export async function requireSecondFactor(request: FastifyRequest): Promise<void> {
  if (sessionOf(request).secondFactorDue) fail('second-factor-due');
}

/** A hook, after requireSession, that rejects other roles with administrator-only. */
export async function requireAdministrator(request: FastifyRequest): Promise<void> {
  if (staffOf(request).role !== 'administrator') fail('administrator-only');
}

/** Returns the session of a request that passed `requireSession`. Throws on other routes. */
export function sessionOf(request: FastifyRequest): ReadSession {
  const session = sessions.get(request);
  if (!session) throw new Error(`${request.routeOptions.url} lacks requireSession`);
  return session;
}

/** Returns the staff member of such a request. */
export function staffOf(request: FastifyRequest): Staff {
  return sessionOf(request).staff;
}
