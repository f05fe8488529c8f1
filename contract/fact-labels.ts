// The labels of the facts about the machine, in the form, in the console and in tickets on backends.
import type { FactName } from './facts.ts';
import type { Bilingual } from './primitives.ts';

const FACT_LABELS: Readonly<Record<FactName, Bilingual>> = {
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

/** Returns the label of a fact. A fact that only a newer Guichet knows has no label here: its name is returned. */
export function labelOfFact(name: string): Bilingual {
  return Object.hasOwn(FACT_LABELS, name) ? FACT_LABELS[name as FactName] : { en: name, fr: name };
}
