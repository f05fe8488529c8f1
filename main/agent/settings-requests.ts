// What the windows may ask about personal settings and the confirmation of the address.
import type { PersonalSettings } from '../../contract/ipc.ts';
import { ok } from '../../contract/result.ts';
import { confirm, sendToken } from '../enrolment/confirmation.ts';
import type { ServerClient } from '../http/server-client.ts';
import type { Handlers } from '../ipc/answerer.ts';
import type { Personal } from '../settings/personal.ts';
import type { Clock } from '../support/clock.ts';

interface Parts {
  clock: Clock;
  personal: Personal;
  client: ServerClient | null;
  isEnrolled(): boolean;
  kick(): void;
  onState(): void;
  /** The settings that the system has to be told of. */
  applySettings(settings: PersonalSettings): void;
}

/** Each answers a Result; its errors are those of the confirmation. */
export function settingsRequests(parts: Parts) {
  const { personal, clock, kick, onState, applySettings } = parts;
  let sentToken: { to: string; expiresAt: number } | null = null;
  const tokenSentTo = () =>
    sentToken !== null && clock.now().getTime() < sentToken.expiresAt ? sentToken.to : null;
  return {
    'settings:read': () =>
      ok({ settings: personal.read(), imposed: personal.imposed(), tokenSentTo: tokenSentTo() }),
    'settings:write'(settings) {
      applySettings(personal.write(settings));
      onState();
      return ok(undefined);
    },
    async 'settings:send-token'(typed) {
      const sent = await sendToken(typed, parts);
      if (sent.ok)
        sentToken = { to: typed.email.trim().toLowerCase(), expiresAt: Date.parse(sent.value.expiresAt) };
      return sent;
    },
    async 'settings:confirm'(typed) {
      const confirmed = await confirm(typed, parts);
      if (confirmed.ok) {
        sentToken = null;
        kick();
      }
      return confirmed;
    },
  } satisfies Partial<Handlers>;
}
