// Failure reasons of the Atera connector, in both languages. Atera's own messages are quoted unchanged.
import type { Reason } from '../../../contract/primitives.ts';
import { someOf } from '../unreadable.ts';

export const REASONS = {
  outcomeUnknown: (why: Reason): Reason => ({
    en: `It was sent to Atera, but the outcome is unknown: ${why.en}`,
    fr: `L’envoi à Atera a eu lieu, mais son résultat n’est pas connu\u00a0: ${why.fr}`,
  }),
  keyRefused: {
    en: 'Atera does not accept the API key (401): create a new one in Atera and enter it here.',
    fr: 'Atera n’accepte pas la clé d’API (401)\u00a0: créez-en une nouvelle dans Atera et saisissez-la ici.',
  },
  askedTooOften: {
    en: 'Atera’s rate limit was reached (429).',
    fr: 'La limite de requêtes d’Atera a été atteinte (429).',
  },
  notAvailable: (status: number): Reason => ({
    en: `Atera is not available: it answered ${status}.`,
    fr: `Atera n’est pas disponible\u00a0: sa réponse est ${status}.`,
  }),
  redirected: (status: number): Reason => ({
    en: `The address of Atera redirects elsewhere (${status}): check that it ends in /api/v3.`,
    fr: `L’adresse d’Atera redirige ailleurs (${status})\u00a0: vérifiez qu’elle se termine par /api/v3.`,
  }),
  /** `detail` is empty where Atera gives no message. */
  notAllowed: (detail: string): Reason => ({
    en: `Atera does not allow the API key to do this (403)${quoted(detail).en}`,
    fr: `Atera ne permet pas à la clé d’API de le faire (403)${quoted(detail).fr}`,
  }),
  refused: (status: number, detail: string): Reason => ({
    en: `Atera refused this (${status})${quoted(detail).en}`,
    fr: `Atera a refusé (${status})${quoted(detail).fr}`,
  }),
  notUnderstood: (request: string, places: readonly string[]): Reason => ({
    en: `Atera’s answer to ${request} could not be parsed: ${places.map((place) => place || 'the whole answer').join(', ')}.`,
    fr: `La réponse d’Atera à ${request} n’a pas pu être analysée\u00a0: ${places.map((place) => place || 'toute la réponse').join(', ')}.`,
  }),
  tooMany: (path: string, most: number): Reason => ({
    en: `Atera has more than ${most} items in ${path}, the most that can be read.`,
    fr: `Atera a plus de ${most} éléments dans ${path}, le maximum qui peut être lu.`,
  }),
  tooManyChanged: (date: string, key: string): Reason => ({
    en: `Too many tickets of Atera changed since ${date} to find ours: look there for the key ${key}.`,
    fr: `Trop de tickets d’Atera ont changé depuis ${date} pour y trouver le nôtre\u00a0: cherchez-y la clé ${key}.`,
  }),
  unreadable: (numbers: readonly string[]): Reason => {
    const named = someOf(numbers);
    return {
      en: `Atera cannot send these tickets, or their comments, as expected: ${named}. Their news does not come here; all others are read. They are tried again every hour.`,
      fr: `Atera ne peut pas envoyer ces tickets, ou leurs commentaires, comme attendu\u00a0: ${named}. Leurs nouvelles n’arrivent pas ici\u00a0; tous les autres sont lus. Ils sont réessayés toutes les heures.`,
    };
  },
  mayBeUnreadable: (numbers: readonly string[], key: string): Reason => {
    const named = someOf(numbers);
    return {
      en: `Atera cannot send these tickets: ${named}. One of them may be this one, so it is not created again: look there for the key ${key}, and mend them or discard this.`,
      fr: `Atera ne peut pas envoyer ces tickets\u00a0: ${named}. L’un d’eux est peut-être celui-ci, qui n’est donc pas créé à nouveau\u00a0: cherchez-y la clé ${key}, puis réparez-les ou abandonnez cet envoi.`,
    };
  },
  gone: (ref: string): Reason => ({
    en: `Atera no longer has the ticket ${ref}.`,
    fr: `Atera n’a plus le ticket ${ref}.`,
  }),
  noContact: (ref: string): Reason => ({
    en: `The ticket ${ref} has no contact in Atera: give it one there.`,
    fr: `Le ticket ${ref} n’a pas de contact dans Atera\u00a0: donnez-lui-en un.`,
  }),
  notShownYet: {
    en: 'Atera does not show the ticket yet.',
    fr: 'Atera ne montre pas encore le ticket.',
  },
  noAssignments: {
    en: 'Atera’s API assigns no tickets: assign it there.',
    fr: 'L’API d’Atera n’assigne pas de tickets\u00a0: assignez-le là-bas.',
  },
  notAllowedNow: (ref: string, status: string): Reason => ({
    en: `The ticket ${ref} is “${status}” in Atera, which does not allow this: somebody changed it there. Nothing was changed.`,
    fr: `Le ticket ${ref} est à l’état «\u00a0${status}\u00a0» dans Atera, ce qui ne le permet pas\u00a0: quelqu’un l’y a modifié. Rien n’a été modifié.`,
  }),
  noNotes: {
    en: 'Internal notes need a technician of Atera in whose name they are written: an administrator names them in the settings of the backend.',
    fr: 'Les notes internes ont besoin d’un technicien d’Atera au nom duquel elles sont écrites\u00a0: un administrateur l’indique dans les paramètres du système.',
  },
  noApprovals: { en: 'Atera has no approvals.', fr: 'Atera n’a pas d’approbations.' },
  noRatings: {
    en: 'Atera accepts no ratings through its API.',
    fr: 'Atera n’accepte pas de notes de satisfaction par son API.',
  },
  noContacts: {
    en: 'Atera has no field for further contacts of a ticket.',
    fr: 'Atera n’a pas de champ pour les autres contacts d’un ticket.',
  },
  noCatalogue: {
    en: 'Atera has no catalogue of services.',
    fr: 'Atera n’a pas de catalogue de services.',
  },
  noSearch: {
    en: 'Atera’s contacts cannot be searched by name.',
    fr: 'Les contacts d’Atera ne peuvent pas être cherchés par nom.',
  },

  // connection check
  checkAddress: ({ en, fr }: Reason): Reason => ({
    en: `${en} Check that the address ends in /api/v3.`,
    fr: `${fr} Vérifiez que l’adresse se termine par /api/v3.`,
  }),
  contactsNotRead: (why: Reason): Reason => ({
    en: `Contacts cannot be read, so requesters cannot be found: ${why.en}`,
    fr: `Les contacts ne peuvent pas être lus, donc les demandeurs sont introuvables\u00a0: ${why.fr}`,
  }),
  noDeviceField: (field: string): Reason => ({
    en: `Tickets have no custom field “${field}”: create it in Atera, or leave the device’s field empty here.`,
    fr: `Les tickets n’ont pas de champ personnalisé «\u00a0${field}\u00a0»\u00a0: créez-le dans Atera, ou laissez vide ici le champ de l’appareil.`,
  }),
};

function quoted(detail: string): Reason {
  if (detail === '') return { en: '.', fr: '.' };
  return { en: `: “${detail}”.`, fr: `\u00a0: «\u00a0${detail}\u00a0».` };
}
