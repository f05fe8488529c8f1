// Sentences of mails about tickets beside their texts, in both languages.
import type { Language } from '../../contract/primitives.ts';

interface Sentences {
  helpDesk: string;
  answerHere: string;
  answerInGuichet: string;
  /** of a mail to staff, whatever it tells */
  answerAsStaff: string;
  /** `link`: of the page that switches mails off */
  lessMail(link: string): string;
  digest(count: number): string;
  /** below a digest that has no room for all */
  moreInGuichet(count: number, link: string): string;
}

export const SENTENCES: Readonly<Record<Language, Sentences>> = {
  en: {
    helpDesk: 'The help desk',
    answerHere: 'Answer this mail, and your answer is added to the ticket.',
    answerInGuichet: 'Answer in Guichet, under My tickets: answers to this mail are not read.',
    answerAsStaff:
      'Your answer to this mail goes to the requester and the contacts, as a reply. Write internal notes in the console.',
    lessMail: (link) => `Choose what you are mailed: ${link}`,
    digest: (count) => `${count} mails about tickets`,
    moreInGuichet: (count, link) =>
      `And ${count} more, which are not in this mail: see your tickets in Guichet: ${link}`,
  },
  fr: {
    helpDesk: 'Le centre d’assistance',
    answerHere: 'Répondez à ce courriel\u00a0: votre réponse est ajoutée au ticket.',
    answerInGuichet:
      'Répondez dans Guichet, sous Mes tickets\u00a0: les réponses à ce courriel ne sont pas lues.',
    answerAsStaff:
      'Votre réponse à ce courriel est envoyée au demandeur et aux contacts. Écrivez les notes internes dans la console.',
    lessMail: (link) => `Choisissez les courriels que vous recevez\u00a0: ${link}`,
    digest: (count) => `${count} courriels à propos de tickets`,
    moreInGuichet: (count, link) =>
      `Et ${count} de plus, qui ne sont pas dans ce courriel\u00a0: voyez vos tickets dans Guichet\u00a0: ${link}`,
  },
};
