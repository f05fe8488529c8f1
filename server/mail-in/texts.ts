// What Guichet writes to strangers, and beside what people write by mail, in both languages.
import type { Language } from '../../contract/primitives.ts';
import { FILE_TEXTS, type FileTexts } from '../connectors/file-texts.ts';
import type { Mail } from '../mail/mailer.ts';

export interface MailTexts extends FileTexts {
  noTitle: string;
  noText: string;
  /** below a text that was too long */
  cut: string;
  /** of a ticket that answers a closed one */
  answersClosed(number: string): string;
  refusal: Pick<Mail, 'subject' | 'text'>;
  /** to an approver who answers by mail */
  notDecided(title: string): Pick<Mail, 'subject' | 'text'>;
}

export const MAIL_TEXTS: Readonly<Record<Language, MailTexts>> = {
  en: {
    ...FILE_TEXTS.en,
    noTitle: '(no subject)',
    noText: '(The mail has no text.)',
    cut: '[The mail was too long: the rest is in the mailbox.]',
    answersClosed: (number) => `(Answer to the closed ticket ${number})`,
    refusal: {
      subject: 'Your mail did not reach the help desk',
      text: 'Your mail did not become a request: the help desk does not know this address, or cannot be sure that the mail came from it. Nothing was kept of it.\n\nWrite from your address at work, open a ticket with Guichet on your computer, or call the help desk.',
    },
    notDecided: (title) => ({
      subject: `You have not decided yet: ${title}`,
      text: 'Your mail was added to the ticket as a message. It neither approves nor rejects: only the link in the mail that asked you does, or Guichet on your computer. The ticket still waits for you.\n\nOpen that link, and choose to approve or to reject. If you no longer have the mail, ask the help desk to send it again.',
    }),
  },
  fr: {
    ...FILE_TEXTS.fr,
    noTitle: '(sans objet)',
    noText: '(Le courriel n’a pas de texte.)',
    cut: '[Le courriel était trop long\u00a0: la suite est dans la boîte aux lettres.]',
    answersClosed: (number) => `(Réponse au ticket fermé ${number})`,
    refusal: {
      subject: 'Votre courriel n’est pas parvenu au centre d’assistance',
      text: 'Votre courriel n’est pas devenu une demande\u00a0: le centre d’assistance ne connaît pas cette adresse, ou ne peut pas être sûr que le courriel en vient. Rien n’en a été gardé.\n\nÉcrivez depuis votre adresse professionnelle, ouvrez un ticket avec Guichet sur votre ordinateur, ou appelez le centre d’assistance.',
    },
    notDecided: (title) => ({
      subject: `Vous n’avez pas encore décidé\u00a0: ${title}`,
      text: 'Votre courriel a été ajouté au ticket comme message. Il n’approuve ni ne rejette rien\u00a0: seul le fait le lien du courriel qui vous l’a demandé, ou Guichet sur votre ordinateur. Le ticket vous attend toujours.\n\nOuvrez ce lien, puis choisissez d’approuver ou de rejeter. Si vous n’avez plus ce courriel, demandez au centre d’assistance de vous le renvoyer.',
    }),
  },
};
