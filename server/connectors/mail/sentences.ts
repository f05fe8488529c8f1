// Failure reasons of the mail connector, in both languages. A mail server's own messages are quoted unchanged.
import type { Reason } from '../../../contract/primitives.ts';

export const REASONS = {
  // the help desk
  noStatus: cannot('change the status of a request', 'changer le statut d’une demande'),
  noRating: cannot('take a rating', 'recevoir une note de satisfaction'),
  noContact: cannot(
    'take a contact after the request was sent',
    'recevoir un contact une fois la demande envoyée',
  ),
  noCatalogue: cannot('tell its catalogue', 'dire son catalogue'),
  noPeople: cannot('tell its people', 'dire qui sont ses personnes'),
  noChanges: cannot(
    'tell what changed: no mailbox is set up for it',
    'dire ce qui a changé\u00a0: aucune boîte aux lettres n’est configurée pour lui',
  ),
  gone: (ref: string): Reason => ({
    en: `No mail made the ticket ${ref}.`,
    fr: `Aucun courriel n’a créé le ticket ${ref}.`,
  }),
  numberAwaited: {
    en: 'The desk has not acknowledged the request yet: replies wait for its number.',
    fr: 'Le centre d’assistance n’a pas encore accusé réception de la demande\u00a0: les réponses attendent son numéro.',
  },
  outcomeUnknown: {
    en: 'The mail server did not say whether it took the request: its acknowledgement is waited for before it is sent again.',
    fr: 'Le serveur de messagerie n’a pas dit s’il a pris la demande\u00a0: son accusé de réception est attendu avant un nouvel envoi.',
  },
  /** `from` is empty where the mail names no sender. */
  leftOut: (from: string, subject: string): Reason => {
    const [sender, stranger] = [from || 'nobody', from || 'un expéditeur inconnu'];
    return {
      en: `A mail from ${sender} (“${subject}”) was left in the mailbox: it names a ticket by its number alone, and ${sender} is not among the addresses that write for the desk. If it does, add it there.`,
      fr: `Un courriel de ${stranger} («\u00a0${subject}\u00a0») est resté dans la boîte aux lettres\u00a0: il ne désigne un ticket que par son numéro, et ${stranger} n’est pas parmi les adresses qui écrivent pour ce centre. Si tel est le cas, ajoutez-la à celles-ci.`,
    };
  },

  // the mail server
  notComposed: (detail: string): Reason => ({
    en: `The mail could not be made: ${detail}.`,
    fr: `Le courriel n’a pas pu être composé\u00a0: ${detail}.`,
  }),
  comeBackLater: (host: string, detail: string): Reason => ({
    en: `The mail server ${host} asks to come back later: ${detail}`,
    fr: `Le serveur de messagerie ${host} demande de revenir plus tard\u00a0: ${detail}`,
  }),
  signInRefused: (host: string, detail: string): Reason => ({
    en: `The mail server ${host} does not accept user and password: ${detail}`,
    fr: `Le serveur de messagerie ${host} n’accepte pas le compte et le mot de passe\u00a0: ${detail}`,
  }),
  mailRefused: (host: string, detail: string): Reason => ({
    en: `The mail server ${host} refused the mail: ${detail}`,
    fr: `Le serveur de messagerie ${host} a refusé le courriel\u00a0: ${detail}`,
  }),
  notSendable: (host: string, detail: string): Reason => ({
    en: `The mail cannot be sent by ${host}: ${detail}`,
    fr: `Le courriel ne peut pas être envoyé par ${host}\u00a0: ${detail}`,
  }),
  notTaken: (host: string, detail: string): Reason => ({
    en: `The mail server ${host} did not take the mail: ${detail}`,
    fr: `Le serveur de messagerie ${host} n’a pas pris le courriel\u00a0: ${detail}`,
  }),

  // the mailbox
  mailboxRefused: (user: string, host: string, detail: string): Reason => ({
    en: `The mailbox of ${user} at ${host} does not accept user and password: ${detail}`,
    fr: `La boîte aux lettres de ${user} sur ${host} n’accepte pas le compte et le mot de passe\u00a0: ${detail}`,
  }),
  folderNotOpened: (folder: string, user: string, host: string, detail: string): Reason => ({
    en: `The folder ${folder} of ${user} at ${host} cannot be opened: it must exist and be readable (${detail})`,
    fr: `Le dossier ${folder} de ${user} sur ${host} ne peut pas être ouvert\u00a0: il doit exister et être lisible (${detail})`,
  }),
  mailboxNotRead: (host: string, detail: string): Reason => ({
    en: `The mailbox at ${host} cannot be read: ${detail}`,
    fr: `La boîte aux lettres sur ${host} ne peut pas être lue\u00a0: ${detail}`,
  }),
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
