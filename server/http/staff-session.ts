// Authenticates staff by their session cookie, and sets and clears the cookies of a browser.
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedInStaff } from '../../contract/account.ts';
import type { Staff } from '../../contract/console.ts';
import type { Proof } from '../../contract/operation.ts';
import { DAY, SECOND } from '../clock.ts';
import type { SignInOrigin } from '../staff/accounts.ts';
import { browserOf } from '../staff/browser.ts';
import { knownBrowserCookie } from '../staff/known-browsers.ts';
import { ATTEMPT_LIFE } from '../staff/provider-attempts.ts';
import { type ReadSession, SESSION_LIFE, type Sessions } from '../staff/sessions.ts';
import type { SignedIn } from '../staff/signed-in.ts';
import { fail } from './errors.ts';
import type { EventStreams } from './event-streams.ts';

const SESSION_COOKIE = 'guichet_session';
/** The longest that browsers keep a cookie (draft-ietf-httpbis-rfc6265bis, section 5.5). */
const KNOWN_BROWSER_LIFE = 400 * DAY;
/** Of a sign-in with the identity provider that this browser began. */
const ATTEMPT_COOKIE = 'guichet_provider_sign_in';
const sessions = new WeakMap<FastifyRequest, ReadSession>();

/**
 * Returns the name under which a cookie is kept: over https, browsers then accept it from this very host only, over https
 * and for all paths (RFC 6265bis, section 4.1.3.2).
 */
function cookieName(name: string, publicUrl: string): string {
  return publicUrl.startsWith('https:') ? `__Host-${name}` : name;
}

interface NewCookie {
  name: string;
  value: string;
  /** in milliseconds */
  life: number;
}

function setCookie(reply: FastifyReply, { name, value, life }: NewCookie, publicUrl: string): void {
  reply.setCookie(cookieName(name, publicUrl), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl.startsWith('https:'),
    maxAge: life / SECOND,
  });
}

function setSessionCookie(reply: FastifyReply, token: string, publicUrl: string): void {
  setCookie(reply, { name: SESSION_COOKIE, value: token, life: SESSION_LIFE }, publicUrl);
}

/** Sets the cookie by which an account knows this browser again. It outlives sessions, and signs nobody in. */
export function setKnownBrowserCookie(
  reply: FastifyReply,
  { staffId, value, publicUrl }: { staffId: string; value: string; publicUrl: string },
): void {
  setCookie(reply, { name: knownBrowserCookie(staffId), value, life: KNOWN_BROWSER_LIFE }, publicUrl);
}

/** Lets the server know this browser again when it comes back from the identity provider. */
export function setAttemptCookie(reply: FastifyReply, value: string, publicUrl: string): void {
  setCookie(reply, { name: ATTEMPT_COOKIE, value, life: ATTEMPT_LIFE }, publicUrl);
}

/** Returns the unverified secret of a browser that comes back from the identity provider, or undefined. */
export function attemptOf(request: FastifyRequest, publicUrl: string): string | undefined {
  return request.cookies[cookieName(ATTEMPT_COOKIE, publicUrl)];
}

/** Sets the cookies of somebody who has just signed in. Returns who it is. */
export function beginSession(
  reply: FastifyReply,
  { staff, session, knownBrowser: value }: SignedIn,
  { streams, publicUrl }: { streams: Pick<EventStreams, 'endSession'>; publicUrl: string },
): SignedInStaff {
  session.ended.forEach(streams.endSession);
  setSessionCookie(reply, session.token, publicUrl);
  setKnownBrowserCookie(reply, { staffId: staff.id, value, publicUrl });
  return staff;
}

/** Returns where a request comes from. */
export function originOf(request: FastifyRequest, publicUrl: string): SignInOrigin {
  return {
    ip: request.ip,
    ...browserOf(request.headers['user-agent']),
    cookie: (name) => request.cookies[cookieName(name, publicUrl)],
  };
}

/** Clears the cookie; `Sessions` ends the session itself. */
export function clearSessionCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(cookieName(SESSION_COOKIE, publicUrl), {
    path: '/',
    secure: publicUrl.startsWith('https:'),
  });
}

/** Returns the unverified token of the session cookie, or undefined. */
export function sessionTokenOf(request: FastifyRequest, publicUrl: string): string | undefined {
  return request.cookies[cookieName(SESSION_COOKIE, publicUrl)];
}

/** Returns a hook that rejects requests without a valid session with not-signed-in. */
export function requireSession(store: Sessions, publicUrl: () => string) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = sessionTokenOf(request, publicUrl());
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

/** Returns a hook, after requireSession, that rejects who has not proved lately enough who they are with proof-needed. */
export function requireProof(needed: Proof) {
  return async (request: FastifyRequest): Promise<void> => {
    const { proof } = sessionOf(request);
    if (proof === null || (needed === 'again' && proof === 'sign-in')) fail('proof-needed');
  };
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
