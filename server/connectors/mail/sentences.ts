// Failure reasons of the mail connector, in both languages. A mail server's own messages are quoted unchanged.
import type { Reason } from '../../../contract/primitives.ts';

/** In place of a message that has neither text nor files. */
export const CANNOT_BE_SHOWN: Reason = {
  en: 'The help desk sent a message that cannot be shown here. Ask it what the message says.',
  fr: 'Le centre d’assistance a envoyé un message qui ne peut pas être affiché ici. Demandez-lui ce qu’il contient.',
};

export const REASONS = {
  // the help desk
  noNotes: {
    en: 'A help desk that works by mail has no internal notes.',
    fr: 'Un centre d’assistance qui fonctionne par courriel n’a pas de notes internes.',
  },
  noStatus: cannot('change the status of a request', 'changer le statut d’une demande'),
  noRating: cannot('accept a rating', 'accepter une note de satisfaction'),
  noContact: cannot(
    'accept a contact after the request was sent',
    'accepter un contact une fois la demande envoyée',
  ),
  noCatalogue: cannot('provide its catalogue', 'fournir son catalogue'),
  noPeople: cannot('list its people', 'lister ses personnes'),
  noChanges: cannot(
    'report changes: no mailbox is set up for it',
    'signaler les changements\u00a0: aucune boîte aux lettres n’est configurée pour lui',
  ),
  gone: (ref: string): Reason => ({
    en: `No mail created the ticket ${ref}.`,
    fr: `Aucun courriel n’a créé le ticket ${ref}.`,
  }),
  numberAwaited: {
    en: 'The desk has not acknowledged the request yet: replies wait for its number.',
    fr: 'Le centre d’assistance n’a pas encore accusé réception de la demande\u00a0: les réponses attendent son numéro.',
  },
  trustsFrom: {
    en: 'No mail server vouches for senders: whoever forges an address that writes for this desk can give its answers and change its statuses, approvals included. Enter the mail server that vouches for senders in the settings.',
    fr: 'Aucun serveur de courriel ne se porte garant des expéditeurs\u00a0: qui falsifie une adresse qui écrit pour ce centre peut répondre à sa place et changer les statuts, approbations comprises. Indiquez dans les paramètres le serveur de courriel qui se porte garant des expéditeurs.',
  },
  /** `from` is empty where the mail names no sender. */
  leftOut: (from: string, subject: string): Reason => {
    const [sender, stranger] = [from || 'an unknown sender', from || 'un expéditeur inconnu'];
    return {
      en: `A mail from ${sender} (“${subject}”) was left in the mailbox: it does not answer a mail of Guichet, and ${sender} is not among the addresses that write for the desk, or its mail server does not vouch for it. If it should be accepted, check the settings.`,
      fr: `Un courriel de ${stranger} («\u00a0${subject}\u00a0») est resté dans la boîte aux lettres\u00a0: il ne répond pas à un courriel de Guichet, et ${stranger} n’est pas parmi les adresses qui écrivent pour ce centre, ou le serveur de courriel ne s’en porte pas garant. S’il doit être accepté, vérifiez les paramètres.`,
    };
  },
  /** `from` is empty where the mail names no sender. */
  unproven: (from: string, subject: string): Reason => {
    const [sender, stranger] = [from || 'an unknown sender', from || 'un expéditeur inconnu'];
    return {
      en: `A mail from ${sender} (“${subject}”) answers a ticket, but ${sender} is not among the addresses that write for the desk, or its mail server does not vouch for it. What a person wrote in it is a note for staff; a number or status in it was ignored. If it should be accepted, check the settings.`,
      fr: `Un courriel de ${stranger} («\u00a0${subject}\u00a0») répond à un ticket, mais ${stranger} n’est pas parmi les adresses qui écrivent pour ce centre, ou le serveur de courriel ne s’en porte pas garant. Ce qu’une personne y a écrit est une note pour l’équipe\u00a0; un numéro ou un statut n’y a pas été lu. S’il doit être accepté, vérifiez les paramètres.`,
    };
  },
  automatic: (from: string, subject: string): Reason => ({
    en: `A mail from ${from} (“${subject}”) is marked as an automatic answer: it is not shown in the ticket, and is still in the mailbox.`,
    fr: `Un courriel de ${from} («\u00a0${subject}\u00a0») est marqué comme réponse automatique\u00a0: il n’est pas montré dans le ticket, et il est encore dans la boîte aux lettres.`,
  }),

  // the mail server
  notComposed: (detail: string): Reason => ({
    en: `The mail could not be composed: ${detail}.`,
    fr: `Le courriel n’a pas pu être composé\u00a0: ${detail}.`,
  }),
  comeBackLater: (host: string, detail: string): Reason => ({
    en: `The mail server ${host} asks to retry later: ${detail}`,
    fr: `Le serveur de messagerie ${host} demande de réessayer plus tard\u00a0: ${detail}`,
  }),
  signInRefused: (host: string, detail: string): Reason => ({
    en: `The mail server ${host} does not accept the account: ${detail}`,
    fr: `Le serveur de messagerie ${host} n’accepte pas le compte\u00a0: ${detail}`,
  }),
  passwordsOff: (host: string, detail: string): Reason => ({
    en: `The mail server ${host} does not accept the account: ${detail}. Passwords are switched off there: choose to sign in with a token, or use a password made for this application.`,
    fr: `Le serveur de messagerie ${host} n’accepte pas le compte\u00a0: ${detail}. Les mots de passe y sont désactivés\u00a0: choisissez la connexion par jeton, ou un mot de passe créé pour cette application.`,
  }),
  mailRefused: (host: string, detail: string): Reason => ({
    en: `The mail server ${host} refused the mail: ${detail}`,
    fr: `Le serveur de messagerie ${host} a refusé le courriel\u00a0: ${detail}`,
  }),
  sendAsRefused: (host: string, detail: string): Reason => ({
    en: `The mail server ${host} does not let Guichet write in the name of requesters (${detail}). Give its account that right there, or choose in the settings that the desk knows people by Reply-To.`,
    fr: `Le serveur de messagerie ${host} ne laisse pas Guichet écrire au nom des demandeurs (${detail}). Donnez-y ce droit à son compte, ou choisissez dans les paramètres que le centre reconnaît les personnes à Reply-To.`,
  }),
  sendAsUntried: {
    en: 'Not tried: whether the mail server lets Guichet write in the name of requesters. Some refuse it only when a mail is sent; then this backend pauses and says so.',
    fr: 'Non essayé\u00a0: si le serveur de messagerie laisse Guichet écrire au nom des demandeurs. Certains ne le refusent qu’à l’envoi\u00a0; ce système se met alors en pause et le dit.',
  },
  notSendable: (host: string, detail: string): Reason => ({
    en: `The mail cannot be sent by ${host}: ${detail}`,
    fr: `Le courriel ne peut pas être envoyé par ${host}\u00a0: ${detail}`,
  }),
  notTaken: (host: string, detail: string): Reason => ({
    en: `The mail server ${host} did not accept the mail: ${detail}`,
    fr: `Le serveur de messagerie ${host} n’a pas accepté le courriel\u00a0: ${detail}`,
  }),

  // the settings
  patternNotRead: (pattern: string, detail: string): Reason => ({
    en: `The pattern ${pattern} cannot be read: ${detail}.`,
    fr: `Le motif ${pattern} ne peut pas être lu\u00a0: ${detail}.`,
  }),
  patternNeedsGroup: (pattern: string): Reason => ({
    en: `The pattern ${pattern} needs one group, in parentheses.`,
    fr: `Le motif ${pattern} doit avoir un seul groupe, entre parenthèses.`,
  }),
};

function cannot(en: string, fr: string): Reason {
  return {
    en: `A desk that is fed by mail cannot ${en}.`,
    fr: `Un centre d’assistance alimenté par courriel ne peut pas ${fr}.`,
  };
}
