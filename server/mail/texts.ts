// The texts of mails, in both languages.
import type { Language } from '../../contract/primitives.ts';
import { escapeHtml } from './html.ts';
import type { Mail } from './mailer.ts';

interface ConfirmationTexts {
  subject: string;
  why(organisation: string): string;
  what: string;
  life: string;
  notYou: string;
}

const CONFIRMATION: Record<Language, ConfirmationTexts> = {
  en: {
    subject: 'Your confirmation token',
    why: (organisation) => `Guichet, the help desk of ${organisation}, asks you to confirm this address.`,
    what: 'Type this confirmation token in Personal settings:',
    life: 'It is valid for 10 minutes and can be used once, on the computer that requested it.',
    notYou: 'If you did not request it, do nothing: without the token nobody can use your address.',
  },
  fr: {
    subject: 'Votre jeton de confirmation',
    why: (organisation) =>
      `Guichet, le centre d’assistance de ${organisation}, vous demande de confirmer cette adresse.`,
    what: 'Saisissez ce jeton de confirmation dans Paramètres personnels\u00a0:',
    life: 'Il est valable 10\u00a0minutes et ne sert qu’une fois, sur l’ordinateur qui l’a demandé.',
    notYou:
      'Si vous n’avez rien demandé, ne faites rien\u00a0: sans ce jeton, personne ne peut utiliser votre adresse.',
  },
};

/** Composes the mail with a confirmation token, formatted XXXX-XXXX so that it is easy to read and to type. */
export function confirmationMail(request: {
  to: string;
  token: string;
  organisation: string;
  language: Language;
}): Mail {
  const { to, language, organisation } = request;
  const texts = CONFIRMATION[language];
  const token = `${request.token.slice(0, 4)}-${request.token.slice(4)}`;
  const why = texts.why(organisation);
  return {
    to,
    subject: texts.subject,
    text: `${why}\n\n${texts.what}\n\n    ${token}\n\n${texts.life}\n${texts.notYou}\n`,
    html: `<!doctype html>
<html lang="${language}">
<body style="font-family: 'Segoe UI', system-ui, sans-serif; color: #242424; line-height: 1.5">
<p>${escapeHtml(why)}</p>
<p>${texts.what}</p>
<p style="font-size: 24px; font-weight: 600; letter-spacing: 2px">${token}</p>
<p>${texts.life}<br>${texts.notYou}</p>
</body>
</html>
`,
  };
}
