// The routes of staff sessions: set-up of the first administrator, sign-in, sign-out, and the console's event stream.
import type { FastifyReply } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { sha256 } from '../hashes.ts';
import { beginEvents } from '../http/begin-events.ts';
import { valueOrFail } from '../http/errors.ts';
import type { EventStreams } from '../http/event-streams.ts';
import type { Handlers } from '../http/serve-api.ts';
import {
  beginSession,
  clearSessionCookie,
  originOf,
  sessionOf,
  sessionTokenOf,
} from '../http/staff-session.ts';
import type { Accounts } from '../staff/accounts.ts';
import type { OwnAccount } from '../staff/own-account.ts';
import type { PasskeySignIn } from '../staff/passkey-sign-in.ts';
import type { Passkeys } from '../staff/passkeys.ts';
import type { ProviderSettings } from '../staff/provider-settings.ts';
import { relyingPartyOf } from '../staff/relying-party.ts';
import { type Sessions, SHORTEST_SESSION } from '../staff/sessions.ts';
import type { SignedIn } from '../staff/signed-in.ts';
import type { Database } from '../storage/schema.ts';

interface SessionParts {
  db: Database;
  clock: Clock;
  config: Pick<Config, 'publicUrl'>;
  accounts: Accounts;
  ownAccount: OwnAccount;
  passkeys: Passkeys;
  passkeySignIn: PasskeySignIn;
  providerSettings: ProviderSettings;
  sessions: Sessions;
  streams: EventStreams;
  publicUrl: () => string;
}

export function consoleSessionHandlers(parts: SessionParts) {
  const { db, clock, accounts, ownAccount, passkeys, passkeySignIn, sessions, streams, publicUrl } = parts;
  const party = relyingPartyOf(parts.config.publicUrl);
  const begin = (reply: FastifyReply, signedIn: SignedIn) =>
    beginSession(reply, signedIn, { streams, publicUrl: publicUrl() });
  return {
    setUp: {
      rates: ['signInsOfAddress'],
      handle: async ({ body, request, reply }) =>
        begin(reply, valueOrFail(await accounts.setUp(body, originOf(request, publicUrl())))),
    },
    signIn: async ({ body, request, reply }) =>
      begin(reply, valueOrFail(await accounts.signIn(body, originOf(request, publicUrl())))),
    readSignInWays: async () => ({
      passkeys: typeof party === 'string' ? { obstacle: party } : { origin: party.origin },
      provider: (await parts.providerSettings.read(db))?.label ?? null,
    }),
    beginPasskeySignIn: {
      rates: ['passkeysOfAddress'],
      handle: async () => valueOrFail(await passkeys.challenge()),
    },
    signInWithPasskey: {
      rates: ['passkeysOfAddress'],
      handle: async ({ body, request, reply }) =>
        begin(reply, valueOrFail(await passkeySignIn.signIn(body, originOf(request, publicUrl())))),
    },
    proveByPassword: async ({ staff, body, request }) =>
      valueOrFail(await ownAccount.prove(staff, sessionOf(request).id, body)),
    proveByPasskey: async ({ staff, body, request }) =>
      valueOrFail(await passkeySignIn.prove(staff, sessionOf(request).id, body)),
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
        const session = sessionOf(request);
        const { latestEnd, staff } = session;
        const endsAt = Math.min(clock.now().getTime() + SHORTEST_SESSION, latestEnd);
        streams.openConsole({ tokenHash, endsAt, scope: staff.organisationIds }, beginEvents(reply));
        // the session may have ended or been limited since it was read, when there was no stream to end
        if (!(await sessions.isAsRead(session))) streams.endSession(tokenHash);
        return reply;
      },
    },
  } satisfies Partial<Handlers>;
}
