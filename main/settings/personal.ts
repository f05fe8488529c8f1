// The user's own settings, kept on this computer.
import { PersonalSettings } from '../../contract/ipc.ts';
import type { Language } from '../../contract/words.ts';
import type { FactStore } from '../db/fact-store.ts';

export interface Personal {
  read(): PersonalSettings;
  write(settings: PersonalSettings): void;
  /** Keeps the name and the address as typed, unless they are longer than settings may be. */
  keepAddress(fullName: string, email: string): void;
}

/** Until the user has written something, the confirmed name and address are shown, in `systemLanguage`. */
export function createPersonal({
  facts,
  systemLanguage,
}: {
  facts: FactStore;
  systemLanguage: Language;
}): Personal {
  function read(): PersonalSettings {
    const confirmed = facts.read('standing')?.requester;
    return (
      facts.read('personal') ?? {
        fullName: confirmed?.fullName ?? '',
        email: confirmed?.email ?? '',
        language: systemLanguage,
      }
    );
  }
  return {
    read,
    write: (settings) => facts.write('personal', settings),
    keepAddress(fullName, email) {
      const kept = PersonalSettings.safeParse({ ...read(), fullName, email });
      if (kept.success) facts.write('personal', kept.data);
    },
  };
}

/** French where the system's language is a French, English elsewhere. */
export function languageOf(locale: string): Language {
  return /^fr\b/i.test(locale) ? 'fr' : 'en';
}
