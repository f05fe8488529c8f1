// The user's own settings, stored on this computer.
import { type ImposedSetting, PersonalSettings } from '../../contract/ipc.ts';
import type { Language } from '../../contract/primitives.ts';
import type { KeyValueStore } from '../db/key-value-store.ts';
import type { Account } from '../device/identity.ts';
import type { LocalPolicy } from './policy.ts';

export interface PersonalSettingsStore {
  /** As they are in force: what IT imposes stands in the place of what the person chose. */
  read(): PersonalSettings;
  /** As `read` says it, without asking the system: it is needed each time that something is shown. */
  language(): Language;
  imposed(): ImposedSetting[];
  /** Answers what is to be in force then. An imposed setting keeps what the person had chosen before. */
  write(settings: PersonalSettings): PersonalSettings;
  /** Keeps the name and the address as typed, unless they are longer than settings may be. */
  saveAddress(fullName: string, email: string): void;
}

interface Parts {
  values: KeyValueStore;
  systemLanguage: Language;
  imposed(): LocalPolicy['imposed'];
  /** what the system knows of the person */
  account: Account;
  /** The system's own answer: people switch that off in the system too. */
  startsAtSignIn(): boolean;
}

/** What was never written is what the server confirmed, then what its directory suggests, then the system. */
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

/** French where the system's language is a French, English elsewhere. */
export function languageOf(locale: string): Language {
  return /^fr\b/i.test(locale) ? 'fr' : 'en';
}
