// Labels of a request to a backend, in its technicians' language where that is known.
import type { FactName } from '../../contract/facts.ts';
import type { Bilingual, Language } from '../../contract/primitives.ts';

/** As the requester saw them in the form. */
const FACTS: Record<FactName, Bilingual> = {
  host: { en: 'Computer', fr: 'Ordinateur' },
  user: { en: 'Windows user', fr: 'Utilisateur Windows' },
  system: { en: 'System', fr: 'Système' },
  uptime: { en: 'Running for', fr: 'En marche depuis' },
  memory: { en: 'Free memory', fr: 'Mémoire libre' },
  disk: { en: 'Free disk space', fr: 'Espace disque libre' },
  network: { en: 'Network', fr: 'Réseau' },
  application: { en: 'Application in front', fr: 'Application au premier plan' },
  screens: { en: 'Screens', fr: 'Écrans' },
  agent: { en: 'Guichet version', fr: 'Version de Guichet' },
  phone: { en: 'Phone', fr: 'Téléphone' },
  site: { en: 'Site', fr: 'Site' },
  room: { en: 'Room', fr: 'Local' },
};

export const FILES: Bilingual = { en: 'Files kept in Guichet', fr: 'Fichiers conservés dans Guichet' };

/** Returns both languages where `language` is null. */
export function inLanguage({ en, fr }: Bilingual, language: Language | null): string {
  if (language !== null) return { en, fr }[language];
  return en === fr ? en : `${fr} / ${en}`;
}

/** Returns the bare name of an unknown fact, which a newer agent sent. */
export function factLabel(name: string, language: Language | null): string {
  return Object.hasOwn(FACTS, name) ? inLanguage(FACTS[name as FactName], language) : name;
}
