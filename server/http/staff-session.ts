// Authenticates staff by their session cookie, and sets and clears that cookie.
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Staff } from '../../contract/console.ts';
import { SECOND } from '../clock.ts';
import { SESSION_LIFE, type Sessions } from '../staff/sessions.ts';
import { fail } from './errors.ts';

const COOKIE = 'guichet_session';
const staffOfRequests = new WeakMap<FastifyRequest, Staff>();

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

/** Clears the cookie; `Sessions` ends the session itself. */
export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: '/' });
}

/** Returns the unverified token of the session cookie, or undefined. */
export function sessionTokenOf(request: FastifyRequest): string | undefined {
  return request.cookies[COOKIE];
}

/** Returns a hook that rejects requests without a valid session with not-signed-in. */
export function requireStaff(sessions: Sessions, publicUrl: () => string) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = sessionTokenOf(request);
    const session = token === undefined ? null : await sessions.read(token);
    if (!session || token === undefined) fail('not-signed-in');
    staffOfRequests.set(request, session.staff);
    if (session.prolonged) setSessionCookie(reply, token, publicUrl());
  };
}

/** A hook, after requireStaff, that rejects other roles with administrator-only. */
export async function requireAdministrator(request: FastifyRequest): Promise<void> {
  if (staffOf(request).role !== 'administrator') fail('administrator-only');
}

/** Returns the staff member of a request that passed `requireStaff`. Throws on other routes. */
export function staffOf(request: FastifyRequest): Staff {
  const staff = staffOfRequests.get(request);
  if (!staff) throw new Error(`${request.routeOptions.url} lacks requireStaff`);
  return staff;
}
