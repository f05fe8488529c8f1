// The routes of the identity provider of the staff: its settings, and signing in with it.
import { PROVIDER_RETURN_PATH } from '../../contract/staff-provider.ts';
import { valueOrFail } from '../http/errors.ts';
import type { EventStreams } from '../http/event-streams.ts';
import type { Handlers } from '../http/serve-api.ts';
import { attemptOf, beginSession, originOf, sessionOf, setAttemptCookie } from '../http/staff-session.ts';
import type { ProviderSettings } from '../staff/provider-settings.ts';
import type { ProviderSignIn } from '../staff/provider-sign-in.ts';
import type { Database } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';

interface ProviderRouteParts {
  db: Database;
  providerSettings: ProviderSettings;
  providerSignIn: ProviderSignIn;
  streams: EventStreams;
  announce: Announce;
  publicUrl: () => string;
}

export function consoleProviderHandlers(parts: ProviderRouteParts) {
  const { db, providerSettings, providerSignIn, streams, announce, publicUrl } = parts;
  return {
    readStaffProvider: async () => ({
      redirectUri: `${publicUrl()}${PROVIDER_RETURN_PATH}`,
      provider: await providerSettings.read(db),
    }),
    saveStaffProvider: async ({ staff, body }) => valueOrFail(await providerSettings.save(staff, body)),
    removeStaffProvider: async ({ staff }) => valueOrFail(await providerSettings.remove(staff)),
    beginProviderSignIn: {
      rates: ['providerSignInsOfAddress'],
      handle: async ({ body, reply }) => {
        const { url, browser } = valueOrFail(await providerSignIn.begin(body.purpose));
        setAttemptCookie(reply, browser, publicUrl());
        return { url };
      },
    },
    signInWithProvider: {
      rates: ['providerSignInsOfAddress'],
      handle: async ({ body, request, reply }) => {
        const [browser, origin] = [attemptOf(request, publicUrl()), originOf(request, publicUrl())];
        const { result, cutOff } = await providerSignIn.signIn(body, browser, origin);
        cutOff.forEach(streams.endSession);
        const { staysAdministrator, ...signedIn } = valueOrFail(result);
        announce.console('staff', null);
        const staff = beginSession(reply, signedIn, { streams, publicUrl: publicUrl() });
        return { ...staff, staysAdministrator };
      },
    },
    proveByProvider: async ({ staff, body, request }) => {
      const browser = attemptOf(request, publicUrl());
      valueOrFail(await providerSignIn.prove(staff, sessionOf(request).id, body, browser));
    },
  } satisfies Partial<Handlers>;
}
