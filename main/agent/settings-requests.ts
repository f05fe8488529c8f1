// IPC requests about personal settings and the confirmation of the address.
import type { PersonalSettings } from '../../contract/ipc.ts';
import { ok } from '../../contract/result.ts';
import { confirm, sendToken } from '../enrolment/confirmation.ts';
import type { ServerClient } from '../http/server-client.ts';
import type { Handlers } from '../ipc/dispatcher.ts';
import type { PersonalSettingsStore } from '../settings/personal-settings.ts';

interface Parts {
  personal: PersonalSettingsStore;
  client: ServerClient | null;
  isEnrolled(): boolean;
  kick(): void;
  onState(): void;
  /** Applies the settings that the system has to know. */
  applySettings(settings: PersonalSettings): void;
}

/** Each handler returns the errors of the confirmation functions. */
export function settingsRequests(parts: Parts) {
  const { personal, kick, onState, applySettings } = parts;
  return {
    'settings:read': () => ok({ settings: personal.read(), imposed: personal.imposed() }),
    'settings:write'(settings) {
      applySettings(personal.write(settings));
      onState();
      return ok(undefined);
    },
    'settings:send-token': (typed) => sendToken(typed, parts),
    async 'settings:confirm'(typed) {
      const confirmed = await confirm(typed, parts);
      if (confirmed.ok) kick();
      return confirmed;
    },
  } satisfies Partial<Handlers>;
}
