// Knows the staff of a request by their session cookie, and gives and takes that cookie.
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Staff } from '../../contract/console.ts';
import { SECOND } from '../clock.ts';
import { SESSION_LIFE, type Sessions } from '../staff/sessions.ts';
import { fail } from './errors.ts';

const COOKIE = 'guichet_session';
const staffOfRequests = new WeakMap<FastifyRequest, Staff>();

/** `publicUrl` is known once the server listens. */
export function giveSessionCookie(reply: FastifyReply, token: string, publicUrl: string): void {
  reply.setCookie(COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl.startsWith('https:'),
    maxAge: SESSION_LIFE / SECOND,
  });
}

/** Makes the browser forget the session; the session itself is ended by `Sessions`. */
export function takeSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: '/' });
}

/** The token in the session cookie, not checked; undefined without one. */
export function sessionTokenOf(request: FastifyRequest): string | undefined {
  return request.cookies[COOKIE];
}

/** A hook that answers not-signed-in without a session that is still alive. */
export function requireStaff(sessions: Sessions, publicUrl: () => string) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = sessionTokenOf(request);
    const session = token === undefined ? null : await sessions.read(token);
    if (!session || token === undefined) fail('not-signed-in');
    staffOfRequests.set(request, session.staff);
    if (session.prolonged) giveSessionCookie(reply, token, publicUrl());
  };
}

/** A hook, after requireStaff, that answers administrator-only to anybody else. */
export async function requireAdministrator(request: FastifyRequest): Promise<void> {
  if (staffOf(request).role !== 'administrator') fail('administrator-only');
}

/** The staff of a request that went through `requireStaff`. */
export function staffOf(request: FastifyRequest): Staff {
  const staff = staffOfRequests.get(request);
  if (!staff) throw new Error(`${request.routeOptions.url} lacks requireStaff`);
  return staff;
}
