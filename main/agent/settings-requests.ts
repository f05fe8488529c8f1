// IPC requests about personal settings and the confirmation of the address.
import type { PersonalSettings } from '../../contract/ipc.ts';
import { ok } from '../../contract/result.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import { confirm, sendToken } from '../enrolment/confirmation.ts';
import type { BrowserSignIn } from '../enrolment/sign-in.ts';
import type { ServerClient } from '../http/server-client.ts';
import type { Handlers } from '../ipc/dispatcher.ts';
import { wishMails } from '../settings/mail-wish.ts';
import type { PersonalSettingsStore } from '../settings/personal-settings.ts';
import type { Clock } from '../support/clock.ts';

interface Parts {
  clock: Clock;
  personal: PersonalSettingsStore;
  values: KeyValueStore;
  client: ServerClient | null;
  signIn: BrowserSignIn;
  isEnrolled(): boolean;
  kick(): void;
  onState(): void;
  /** Applies the settings that the system has to know. */
  applySettings(settings: PersonalSettings): void;
}

/** Each handler returns the errors of the confirmation functions. */
export function settingsRequests(parts: Parts) {
  const { personal, values, clock, signIn, kick, onState, applySettings } = parts;
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
    'settings:wish-mails'(wish) {
      wishMails(values, wish);
      onState();
      kick();
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
    async 'settings:sign-in'() {
      const confirmed = await signIn.start();
      if (confirmed.ok) {
        personal.saveAddress(confirmed.value.fullName, confirmed.value.email);
        onState();
      }
      // after a refusal too: another account has set the agent back to waiting
      kick();
      return confirmed;
    },
    'settings:cancel-sign-in'() {
      signIn.cancel();
      return ok(undefined);
    },
  } satisfies Partial<Handlers>;
}
