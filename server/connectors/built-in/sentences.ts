// Sentences about the mailbox of the built-in desk.
import type { Reason } from '../../../contract/primitives.ts';

export const UNVOUCHED: Reason = {
  en: 'No mail server vouches for senders: mails of people whom Guichet knows wait for a technician, because anybody can write in their name. Enter the mail server that vouches for senders in the settings of the mailbox.',
  fr: 'Aucun serveur de courriel ne se porte garant des expéditeurs\u00a0: les courriels des personnes que Guichet connaît attendent un technicien, car n’importe qui peut écrire en leur nom. Indiquez dans les paramètres de la boîte aux lettres le serveur qui se porte garant des expéditeurs.',
};
