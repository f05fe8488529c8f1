// Sentences of mails about tickets beside their texts, in both languages.
import type { Language, TicketStatus } from '../../contract/primitives.ts';

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
  /** `at`: the date until which a pending ticket waits */
  waitsUntil(at: string): string;
  /** it waits for an answer, too */
  waitsUntilOrAnswer(at: string): string;
  waitsForAnswer: string;
  /** `at`: when a resolved ticket closes */
  closesAt(at: string): string;
  /** `number`: of the ticket that is left of a merger */
  goesOnAs(number: string): string;
  /** `names`: of files that are too large for a mail */
  tooLargeToMail(names: string): string;
  /** of a mail between two desks that has nothing else to read */
  deskStatus(status: TicketStatus): string;
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
    waitsUntil: (at) => `We will come back to it on ${at}.`,
    waitsUntilOrAnswer: (at) => `We will come back to it on ${at}, or as soon as you answer.`,
    waitsForAnswer: 'We will come back to it as soon as you answer.',
    closesAt: (at) => `If we hear nothing from you, the ticket closes by itself on ${at}.`,
    goesOnAs: (number) => `This ticket goes on as ${number}.`,
    tooLargeToMail: (names) =>
      `Files that are too large for a mail; the desk that works on the ticket has them: ${names}`,
    deskStatus: (status) => `From one help desk to another: the ticket is ${status.replaceAll('_', ' ')}.`,
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
    waitsUntil: (at) => `Nous y reviendrons le ${at}.`,
    waitsUntilOrAnswer: (at) => `Nous y reviendrons le ${at}, ou dès votre réponse.`,
    waitsForAnswer: 'Nous y reviendrons dès votre réponse.',
    closesAt: (at) => `Sans nouvelle de votre part, le ticket se fermera de lui-même le ${at}.`,
    goesOnAs: (number) => `Ce ticket continue sous le numéro ${number}.`,
    tooLargeToMail: (names) =>
      `Fichiers trop volumineux pour un courriel\u00a0; le centre d’assistance qui traite le ticket les a\u00a0: ${names}`,
    deskStatus: (status) =>
      `D’un centre d’assistance à un autre\u00a0: statut du ticket «\u00a0${status}\u00a0».`,
  },
};
