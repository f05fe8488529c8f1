// Failure reasons of the iTop connector, in both languages. iTop's own messages are quoted unchanged.
import type { Reason } from '../../../contract/primitives.ts';
import { someOf } from '../unreadable.ts';

export const REASONS = {
  // the connection
  noToken: {
    en: 'The token for iTop is missing or malformed.',
    fr: 'Le jeton pour iTop manque ou est mal formé.',
  },
  phpOutput: {
    en: 'PHP writes messages of its own into iTop’s answers: turn its display_errors off, and look into its log.',
    fr: 'PHP écrit ses propres messages dans les réponses d’iTop\u00a0: désactivez son option display_errors et consultez son journal.',
  },
  notItop: {
    en: 'Something answered in place of iTop, such as the page of a proxy.',
    fr: 'Autre chose a répondu à la place d’iTop, comme la page d’un proxy.',
  },
  otherForm: {
    en: 'iTop’s answer has unexpected fields.',
    fr: 'La réponse d’iTop contient des champs inattendus.',
  },
  asksToWait: { en: 'iTop asks to retry later.', fr: 'iTop demande de réessayer plus tard.' },
  lockedOut: (status: number): Reason => ({
    en: `The web server in front of iTop refuses access (HTTP ${status}).`,
    fr: `Le serveur web devant iTop refuse l’accès (HTTP ${status}).`,
  }),
  tooLarge: {
    en: 'The web server in front of iTop does not accept anything this large (HTTP 413).',
    fr: 'Le serveur web devant iTop n’accepte rien d’aussi volumineux (HTTP 413).',
  },
  redirected: {
    en: 'The address redirects to another one: enter that one instead.',
    fr: 'L’adresse redirige vers une autre\u00a0: saisissez plutôt celle-là.',
  },
  notThere: {
    en: 'There is no iTop at this address (HTTP 404): enter the address of the folder above webservices.',
    fr: 'Il n’y a pas d’iTop à cette adresse (HTTP 404)\u00a0: saisissez l’adresse du dossier qui contient webservices.',
  },
  httpStatus: (status: number): Reason => ({
    en: `The web server of iTop answers with HTTP ${status}.`,
    fr: `Le serveur web d’iTop répond par HTTP ${status}.`,
  }),

  // refusals
  notReady: (detail: string): Reason => ({
    en: `iTop is not ready: ${detail}`,
    fr: `iTop n’est pas prêt\u00a0: ${detail}`,
  }),
  accountRefused: {
    en: 'iTop does not accept the account: its name, its password or its token is wrong, or allowed_login_types in iTop’s configuration lacks "form", which a password needs, or "token".',
    fr: 'iTop n’accepte pas le compte\u00a0: son nom, son mot de passe ou son jeton est faux, ou il manque à allowed_login_types, dans la configuration d’iTop, la valeur «\u00a0form\u00a0», nécessaire à un mot de passe, ou «\u00a0token\u00a0».',
  },
  lacksRestProfile: {
    en: 'The account lacks the profile "REST Services User" in iTop.',
    fr: 'Le compte n’a pas le profil «\u00a0REST Services User\u00a0» dans iTop.',
  },
  portalAccount: {
    en: 'The account is a portal account in iTop: give it the profile of a technician.',
    fr: 'Le compte est un compte du portail d’iTop\u00a0: donnez-lui le profil d’un technicien.',
  },
  lacksRight: (detail: string): Reason => ({
    en: `A right is missing in iTop: ${detail}`,
    fr: `Un droit manque dans iTop\u00a0: ${detail}`,
  }),
  notWhole: (detail: string): Reason => ({
    en: `The request did not reach iTop completely. Is it larger than post_max_size in its PHP settings? ${detail}`,
    fr: `La requête n’est pas arrivée entière à iTop. Dépasse-t-elle post_max_size dans sa configuration de PHP\u00a0? ${detail}`,
  }),
  refuses: (detail: string): Reason => ({
    en: `iTop refused this: ${detail}`,
    fr: `iTop a refusé\u00a0: ${detail}`,
  }),

  // tickets and people
  noTicket: (ref: string): Reason => ({
    en: `This is not a ticket of iTop: ${ref}.`,
    fr: `Ce n’est pas un ticket d’iTop\u00a0: ${ref}.`,
  }),
  gone: { en: 'The ticket is no longer in iTop.', fr: 'Le ticket n’est plus dans iTop.' },
  closed: (ref: string): Reason => ({
    en: `${ref} is closed in iTop: nothing can be added to it.`,
    fr: `${ref} est fermé dans iTop\u00a0: rien ne peut y être ajouté.`,
  }),
  notAllowed: (ref: string, state: string): Reason => ({
    en: `${ref} is "${state}" in iTop, which does not allow this: somebody changed it there. Nothing was changed.`,
    fr: `${ref} est à l’état «\u00a0${state}\u00a0» dans iTop, ce qui ne le permet pas\u00a0: quelqu’un l’y a modifié. Rien n’a été modifié.`,
  }),
  resolvedMeanwhile: (ref: string, state: string): Reason => ({
    en: `${ref} is "${state}" in iTop already: your solution was not written there.`,
    fr: `${ref} est déjà à l’état «\u00a0${state}\u00a0» dans iTop\u00a0: votre solution n’y a pas été écrite.`,
  }),
  serviceNeeded: (ref: string): Reason => ({
    en: `${ref} has no service in iTop, which demands one to resolve it: name it there, then retry.`,
    fr: `${ref} n’a pas de service dans iTop, qui en exige un pour le résoudre\u00a0: indiquez-le là-bas, puis réessayez.`,
  }),
  notInTeam: (name: string, email: string): Reason => ({
    en: `${name} (${email}) is in no team of iTop: add them to one there, or assign the ticket there.`,
    fr: `${name} (${email}) n’est dans aucune équipe d’iTop\u00a0: ajoutez cette personne à une équipe là-bas, ou assignez-y le ticket.`,
  }),
  nobodyAssigned: (ref: string): Reason => ({
    en: `${ref} has no technician in iTop, which demands one to go on with it: assign it.`,
    fr: `${ref} n’a pas d’intervenant dans iTop, qui en exige un pour le reprendre\u00a0: assignez-le.`,
  }),
  notResolvable: (ref: string, state: string): Reason => ({
    en: `${ref} is "${state}" in iTop, from which it cannot be resolved.`,
    fr: `${ref} est à l’état «\u00a0${state}\u00a0» dans iTop, où il ne peut pas être résolu.`,
  }),
  ticketNotReturned: {
    en: 'iTop did not return the ticket that it created.',
    fr: 'iTop n’a pas renvoyé le ticket qu’il a créé.',
  },
  addressRefused: (email: string): Reason => ({
    en: `iTop refuses the address ${email}, and so this person: allow such addresses by email_validation_pattern in its configuration, then retry.`,
    fr: `iTop refuse l’adresse ${email}, donc cette personne\u00a0: autorisez de telles adresses par email_validation_pattern dans sa configuration, puis réessayez.`,
  }),
  personNotReturned: {
    en: 'iTop did not return the person that it created.',
    fr: 'iTop n’a pas renvoyé la personne qu’il a créée.',
  },
  noOrganisation: (name: string): Reason => ({
    en: `iTop has no organisation named "${name}", or hides it from the account.`,
    fr: `iTop n’a pas d’organisation nommée «\u00a0${name}\u00a0», ou la cache au compte.`,
  }),
  double: (kept: string | null): Reason => ({
    en: `Created twice, because the answer came too late. ${kept ?? 'The other ticket'} goes on.`,
    fr: `Créé deux fois, car la réponse est venue trop tard. ${kept ?? 'L’autre ticket'} se poursuit.`,
  }),
  unreadable: (numbers: readonly string[]): Reason => {
    const named = someOf(numbers);
    return {
      en: `These tickets or files of iTop (Attachment) cannot be read whole, because something in them is damaged, such as bytes that are no UTF-8: ${named}. What is new in them does not come here; all else is read. They are tried again every hour: mend them in iTop.`,
      fr: `Ces tickets ou fichiers d’iTop (Attachment) ne peuvent pas être lus en entier, car quelque chose y est abîmé, comme des octets qui ne sont pas de l’UTF-8\u00a0: ${named}. Leurs nouvelles n’arrivent pas ici\u00a0; tout le reste est lu. Ils sont réessayés toutes les heures\u00a0: corrigez-les dans iTop.`,
    };
  },
  foreignCursor: {
    en: 'The stored change cursor does not come from iTop.',
    fr: 'Le curseur de lecture enregistré ne vient pas d’iTop.',
  },

  // connection check
  noTimeZone: (zone: string): Reason => ({
    en: `There is no time zone "${zone}": enter iTop's, such as Europe/Paris.`,
    fr: `Le fuseau horaire «\u00a0${zone}\u00a0» n’existe pas\u00a0: saisissez celui d’iTop, par exemple Europe/Paris.`,
  }),
  otherTimeZone: (ref: string, zone: string): Reason => ({
    en: `${ref} is dated after now: iTop is not in the time zone ${zone}.`,
    fr: `${ref} porte une date à venir\u00a0: iTop n’est pas dans le fuseau horaire ${zone}.`,
  }),
  notRead: (className: string, why: Reason): Reason => ({
    en: `${className} cannot be read: ${why.en}`,
    fr: `La classe ${className} ne peut pas être lue\u00a0: ${why.fr}`,
  }),
  notMade: (className: string, why: Reason): Reason => ({
    en: `${className} cannot be created: ${why.en}`,
    fr: `Rien ne peut être créé dans la classe ${className}\u00a0: ${why.fr}`,
  }),
  notChanged: (className: string, why: Reason): Reason => ({
    en: `${className} cannot be changed: ${why.en}`,
    fr: `Rien ne peut être modifié dans la classe ${className}\u00a0: ${why.fr}`,
  }),
  notAttached: (why: Reason): Reason => ({
    en: `Files cannot be attached: ${why.en}`,
    fr: `Les fichiers ne peuvent pas être joints\u00a0: ${why.fr}`,
  }),
  profileGivesIt: (why: Reason, profile: string): Reason => ({
    en: `${why.en}. Its profile "${profile}" gives that right.`,
    fr: `${why.fr}. Le profil «\u00a0${profile}\u00a0» d’iTop donne ce droit.`,
  }),
  noIncidentClass: {
    en: 'this iTop has no such class. Choose UserRequest as the class for incidents.',
    fr: 'cet iTop n’a pas cette classe. Choisissez UserRequest comme classe des incidents.',
  },
  incidentsApart: {
    en: 'Incident is a class of its own in this iTop: choose it as the class for incidents.',
    fr: 'Incident est une classe à part dans cet iTop\u00a0: choisissez-la comme classe des incidents.',
  },
  organisationsNotRead: (why: Reason): Reason => ({
    en: `Organisations cannot be read: ${why.en}`,
    fr: `Les organisations ne peuvent pas être lues\u00a0: ${why.fr}`,
  }),
  organisationsMissing: (names: string): Reason => ({
    en: `iTop has no organisation of these names: ${names}.`,
    fr: `iTop n’a pas d’organisation portant ces noms\u00a0: ${names}.`,
  }),
  noOrganisations: {
    en: 'The account sees no organisation in iTop.',
    fr: 'Le compte ne voit aucune organisation dans iTop.',
  },
};
