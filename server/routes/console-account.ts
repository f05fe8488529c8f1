// The routes of the signed-in person's own account, and of the rules for signing in.
import type { FastifyRequest } from 'fastify';
import { valueOrFail } from '../http/errors.ts';
import type { EventStreams } from '../http/event-streams.ts';
import type { Handlers } from '../http/serve-api.ts';
import { originOf, sessionOf, setKnownBrowserCookie } from '../http/staff-session.ts';
import type { OwnAccount } from '../staff/own-account.ts';
import type { Passkeys } from '../staff/passkeys.ts';
import type { SecondFactors } from '../staff/second-factor.ts';
import type { Sessions } from '../staff/sessions.ts';
import type { Database } from '../storage/schema.ts';

interface AccountRouteParts {
  db: Database;
  ownAccount: OwnAccount;
  passkeys: Passkeys;
  secondFactors: SecondFactors;
  sessions: Sessions;
  streams: EventStreams;
  publicUrl: () => string;
}

export function consoleAccountHandlers(parts: AccountRouteParts) {
  const { db, ownAccount, passkeys, secondFactors, sessions, streams, publicUrl } = parts;
  const from = (request: FastifyRequest) => originOf(request, publicUrl());
  const cutOff = (ended: readonly string[]) => ended.forEach(streams.endSession);
  return {
    readAccount: async ({ staff }) => ownAccount.read(staff),
    changePassword: async ({ staff, body, request, reply }) => {
      const changed = await ownAccount.changePassword(staff, sessionOf(request).id, body, from(request));
      const { ended, knownBrowser: value } = valueOrFail(changed);
      cutOff(ended);
      setKnownBrowserCookie(reply, { staffId: staff.id, value, publicUrl: publicUrl() });
    },
    listSessions: async ({ staff, request }) => {
      const current = sessionOf(request).id;
      const listed = await sessions.list(db, staff.id);
      return listed.map((session) => ({ ...session, isCurrent: session.id === current }));
    },
    endSession: async ({ staff, params }) =>
      cutOff(valueOrFail(await ownAccount.endSession(staff, params.id))),
    endOtherSessions: async ({ staff, request }) =>
      cutOff(await ownAccount.endOtherSessions(staff, sessionOf(request).id)),
    beginSecondFactor: async ({ staff, body }) =>
      valueOrFail(await ownAccount.beginSecondFactor(staff, body)),
    confirmSecondFactor: async ({ staff, body, request }) =>
      valueOrFail(await ownAccount.confirmSecondFactor(staff, body.code, from(request))),
    removeSecondFactor: async ({ staff, body, request }) =>
      valueOrFail(await ownAccount.removeSecondFactor(staff, body, from(request))),
    beginPasskey: async ({ staff }) => valueOrFail(await passkeys.begin(staff)),
    addPasskey: async ({ staff, body, request }) =>
      valueOrFail(await passkeys.add(staff, body, from(request))),
    renamePasskey: async ({ staff, params, body }) =>
      valueOrFail(await passkeys.rename(staff, params.id, body.name)),
    removePasskey: async ({ staff, params, request }) =>
      valueOrFail(await passkeys.remove(staff, params.id, from(request))),
    readSignInRules: async () => secondFactors.rules(db),
    changeSignInRules: async ({ staff, body }) => {
      const changed = await ownAccount.changeSignInRules(staff, body);
      // some now have to set up a second factor before they hear anything more
      streams.endSessions();
      return changed;
    },
  } satisfies Partial<Handlers>;
}
