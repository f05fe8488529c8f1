// The user's settings, stored on this computer.
import { type ImposedSetting, PersonalSettings } from '../../contract/ipc.ts';
import type { Language } from '../../contract/primitives.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import type { Account } from '../device/identity.ts';
import type { LocalPolicy } from './policy.ts';

export interface PersonalSettingsStore {
  /** The settings in force: those imposed by policy replace the user's. */
  read(): PersonalSettings;
  /** The language from `read`, without asking the system, because it is read often. */
  language(): Language;
  imposed(): ImposedSetting[];
  /** Stores and returns the settings in force. The user's choice for an imposed setting stays stored. */
  write(settings: PersonalSettings): PersonalSettings;
  /** Stores the name and the address as typed, unless they exceed the limits of settings. */
  saveAddress(fullName: string, email: string): void;
}

interface Parts {
  values: KeyValueStore;
  systemLanguage: Language;
  imposed(): LocalPolicy['imposed'];
  /** the user's details as the system knows them */
  account: Account;
  /** The system's own state: the user may change it there too. */
  startsAtSignIn(): boolean;
}

/** A setting never stored defaults to the confirmed requester's, then the directory's suggestion, then the system's. */
export function createPersonalSettings(parts: Parts): PersonalSettingsStore {
  const { values, systemLanguage, imposed, account, startsAtSignIn } = parts;
  function own(): PersonalSettings {
    const { requester, suggested } = values.read('standing') ?? { requester: null, suggested: null };
    const stored = values.read('personal') ?? {};
    return {
      fullName: stored.fullName ?? requester?.fullName ?? suggested?.fullName ?? account.fullName ?? '',
      email: stored.email ?? requester?.email ?? suggested?.email ?? account.email ?? '',
      phone: stored.phone ?? suggested?.phone ?? '',
      site: stored.site ?? suggested?.site ?? '',
      room: stored.room ?? suggested?.room ?? '',
      language: stored.language ?? systemLanguage,
      theme: stored.theme ?? 'system',
      hotkey: stored.hotkey ?? null,
      startAtSignIn: startsAtSignIn(),
    };
  }
  return {
    read: () => ({ ...own(), ...imposed() }),
    language: () => imposed().language ?? values.read('personal')?.language ?? systemLanguage,
    imposed: () => Object.keys(imposed()) as ImposedSetting[],
    write(settings) {
      const { startAtSignIn: _, ...stored } = settings;
      const { language, hotkey } = own();
      values.write('personal', {
        ...stored,
        ...(imposed().language && { language }),
        ...(imposed().hotkey && { hotkey }),
      });
      return { ...settings, ...imposed() };
    },
    saveAddress(fullName, email) {
      const typed = PersonalSettings.pick({ fullName: true, email: true }).safeParse({ fullName, email });
      if (typed.success) values.write('personal', { ...values.read('personal'), ...typed.data });
    },
  };
}

/** French for any variant of French, English for all others. */
export function languageOf(locale: string): Language {
  return /^fr\b/i.test(locale) ? 'fr' : 'en';
}
