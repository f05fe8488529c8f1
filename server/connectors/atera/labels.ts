// The labels that Guichet writes into Atera, in the language of its technicians.
import type { Language } from '../../../contract/primitives.ts';

interface AteraLabels {
  /** between a label and its value */
  colon: string;
  requester: string;
  organisation: string;
  writtenBy: string;
  contacts: string;
  category: string;
  device: string;
  windowsUser: string;
  answers: string;
  facts: string;
  kilobytes: string;
  megabytes: string;
  link(days: number): string;
  resolved: string;
  pending: string;
}

export const ATERA_LABELS: Record<Language, AteraLabels> = {
  en: {
    colon: ': ',
    requester: 'Requester',
    organisation: 'Organisation',
    writtenBy: 'Written on their behalf by',
    contacts: 'Also takes part',
    category: 'Category',
    device: 'Device',
    windowsUser: 'Windows user',
    answers: 'Answers',
    facts: 'About the device',
    kilobytes: 'KB',
    megabytes: 'MB',
    link: (days) => (days === 1 ? 'can be read for 1 day' : `can be read for ${days} days`),
    resolved: 'Resolved by the other help desk',
    pending: 'Pending',
  },
  fr: {
    colon: '\u00a0: ',
    requester: 'Demandeur',
    organisation: 'Organisation',
    writtenBy: 'Écrit pour son compte par',
    contacts: 'Participe aussi',
    category: 'Catégorie',
    device: 'Poste',
    windowsUser: 'Utilisateur Windows',
    answers: 'Réponses',
    facts: 'À propos du poste',
    kilobytes: 'Ko',
    megabytes: 'Mo',
    link: (days) => (days === 1 ? 'lisible pendant 1\u00a0jour' : `lisible pendant ${days}\u00a0jours`),
    resolved: 'Résolu par l’autre centre d’assistance',
    pending: 'En suspens',
  },
};
