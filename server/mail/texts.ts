// The texts of mails, in both languages.
import type { Language } from '../../contract/primitives.ts';
import { HOUR, MINUTE } from '../clock.ts';
import { escapeHtml } from './html.ts';
import type { Mail } from './mailer.ts';

interface ConfirmationTexts {
  subject: string;
  why(organisation: string): string;
  what: string;
  /** `life` in words, such as "30 minutes" */
  life(life: string): string;
  notYou: string;
}

const CONFIRMATION: Record<Language, ConfirmationTexts> = {
  en: {
    subject: 'Your confirmation token',
    why: (organisation) => `Guichet, the help desk of ${organisation}, asks you to confirm this address.`,
    what: 'Type this confirmation token in Personal settings:',
    life: (life) => `It is valid for ${life} and can be used once, on the computer that requested it.`,
    notYou: 'If you did not request it, do nothing: without the token nobody can use your address.',
  },
  fr: {
    subject: 'Votre jeton de confirmation',
    why: (organisation) =>
      `Guichet, le centre d’assistance de ${organisation}, vous demande de confirmer cette adresse.`,
    what: 'Saisissez ce jeton de confirmation dans Paramètres personnels\u00a0:',
    life: (life) => `Il est valable ${life} et ne sert qu’une fois, sur l’ordinateur qui l’a demandé.`,
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
  /** in milliseconds */
  life: number;
}): Mail {
  const { to, language, organisation } = request;
  const texts = CONFIRMATION[language];
  const token = `${request.token.slice(0, 4)}-${request.token.slice(4)}`;
  const why = texts.why(organisation);
  const life = texts.life(inWords(request.life, language));
  return {
    to,
    subject: texts.subject,
    text: `${why}\n\n${texts.what}\n\n    ${token}\n\n${life}\n${texts.notYou}\n`,
    html: `<!doctype html>
<html lang="${language}">
<body style="font-family: 'Segoe UI', system-ui, sans-serif; color: #242424; line-height: 1.5">
<p>${escapeHtml(why)}</p>
<p>${texts.what}</p>
<p style="font-size: 24px; font-weight: 600; letter-spacing: 2px">${token}</p>
<p>${life}<br>${texts.notYou}</p>
</body>
</html>
`,
  };
}

function inWords(milliseconds: number, language: Language): string {
  const [amount, unit] =
    milliseconds % HOUR === 0 ? [milliseconds / HOUR, 'hour'] : [milliseconds / MINUTE, 'minute'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
}
