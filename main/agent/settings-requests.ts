// What the windows may ask about personal settings and the confirmation of the address.
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
  /** The settings that the system has to be told of. */
  applySettings(settings: PersonalSettings): void;
}

/** Each answers a Result; its errors are those of the confirmation. */
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
