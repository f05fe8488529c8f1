// What Guichet writes to strangers, and beside what people write by mail, in both languages.
import type { Language } from '../../contract/primitives.ts';
import type { Mail } from '../mail/mailer.ts';

export interface MailTexts {
  leftOut(name: string, why: string): string;
  typeRefused: string;
  tooLarge(megabytes: number): string;
  tooMany(files: number): string;
  empty: string;
  more(files: number): string;
  notRead: string;
  /** above the files that were left out */
  filesLeftOut: string;
  noTitle: string;
  noText: string;
  /** below a text that was too long */
  cut: string;
  /** of a ticket that answers a closed one */
  answersClosed(number: string): string;
  refusal: Pick<Mail, 'subject' | 'text'>;
}

export const MAIL_TEXTS: Readonly<Record<Language, MailTexts>> = {
  en: {
    leftOut: (name, why) => `${name} (${why})`,
    typeRefused: 'files of this type are not taken here',
    tooLarge: (megabytes) => `larger than ${megabytes} MB, or than there was room for`,
    tooMany: (files) => `only the first ${files} files are kept`,
    empty: 'empty',
    more: (files) => `and ${files} more`,
    notRead: 'its files could not be read',
    filesLeftOut: 'Files of the mail that were left out; they are still in the mailbox:',
    noTitle: '(no subject)',
    noText: '(The mail has no text.)',
    cut: '[The mail was too long: the rest is in the mailbox.]',
    answersClosed: (number) => `(Answer to the closed ticket ${number})`,
    refusal: {
      subject: 'Your mail did not reach the help desk',
      text: 'Your mail did not become a request: the help desk does not know this address, or cannot be sure that the mail came from it. Nothing was kept of it.\n\nWrite from your address at work, open a ticket with Guichet on your computer, or call the help desk.',
    },
  },
  fr: {
    leftOut: (name, why) => `${name} (${why})`,
    typeRefused: 'ce type de fichier n’est pas accepté ici',
    tooLarge: (megabytes) => `plus de ${megabytes} Mo, ou plus que la place restante`,
    tooMany: (files) => `seuls les ${files} premiers fichiers sont gardés`,
    empty: 'vide',
    more: (files) => `et ${files} de plus`,
    notRead: 'ses fichiers n’ont pas pu être lus',
    filesLeftOut:
      'Fichiers du courriel laissés de côté\u00a0; ils sont encore dans la boîte aux lettres\u00a0:',
    noTitle: '(sans objet)',
    noText: '(Le courriel n’a pas de texte.)',
    cut: '[Le courriel était trop long\u00a0: la suite est dans la boîte aux lettres.]',
    answersClosed: (number) => `(Réponse au ticket fermé ${number})`,
    refusal: {
      subject: 'Votre courriel n’est pas parvenu au centre d’assistance',
      text: 'Votre courriel n’est pas devenu une demande\u00a0: le centre d’assistance ne connaît pas cette adresse, ou ne peut pas être sûr que le courriel en vient. Rien n’en a été gardé.\n\nÉcrivez depuis votre adresse professionnelle, ouvrez un ticket avec Guichet sur votre ordinateur, ou appelez le centre d’assistance.',
    },
  },
};
