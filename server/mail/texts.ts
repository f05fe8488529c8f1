// The texts of mails, in both languages.
import type { Staff } from '../../contract/console.ts';
import type { Language } from '../../contract/primitives.ts';
import { DAY, HOUR, MINUTE } from '../clock.ts';
import { escapeHtml, htmlMail } from './html.ts';
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
    html: htmlMail(
      language,
      `<p>${escapeHtml(why)}</p>
<p>${texts.what}</p>
<p style="font-size: 24px; font-weight: 600; letter-spacing: 2px">${token}</p>
<p>${life}<br>${texts.notYou}</p>`,
    ),
  };
}

interface InvitationTexts {
  subject: string;
  hello(fullName: string): string;
  why: Record<Staff['role'], (invitedBy: string) => string>;
  what: string;
  act: string;
  life(life: string): string;
  notYou: string;
}

const INVITATION: Record<Language, InvitationTexts> = {
  en: {
    subject: 'Your invitation to the help desk',
    hello: (fullName) => `Hello ${fullName},`,
    why: {
      technician: (invitedBy) => `${invitedBy} invites you to the help desk, as a technician in Guichet.`,
      administrator: (invitedBy) =>
        `${invitedBy} invites you to the help desk, as an administrator of Guichet.`,
    },
    what: 'Choose your password on this page, and you are signed in:',
    act: 'Choose a password',
    life: (life) => `The link is valid for ${life} and can be used once.`,
    notYou: 'If you did not expect this, do nothing: without the link nobody gets this account.',
  },
  fr: {
    subject: 'Votre invitation au centre d’assistance',
    hello: (fullName) => `Bonjour ${fullName},`,
    why: {
      technician: (invitedBy) =>
        `${invitedBy} vous invite au centre d’assistance, comme technicien dans Guichet.`,
      administrator: (invitedBy) =>
        `${invitedBy} vous invite au centre d’assistance, comme administrateur de Guichet.`,
    },
    what: 'Choisissez votre mot de passe sur cette page, et vous êtes connecté\u00a0:',
    act: 'Choisir un mot de passe',
    life: (life) => `Le lien est valable ${life} et ne sert qu’une fois.`,
    notYou: 'Si vous n’attendiez rien, ne faites rien\u00a0: sans ce lien, personne n’obtient ce compte.',
  },
};

/** Composes the mail that invites somebody to the staff. The link holds its secret after `#`, which no server is sent. */
export function invitationMail(request: {
  to: string;
  fullName: string;
  role: Staff['role'];
  invitedBy: string;
  link: string;
  language: Language;
  /** in milliseconds */
  life: number;
}): Mail {
  const { to, language, link } = request;
  const texts = INVITATION[language];
  return linkMail({
    ...{ to, language, link, subject: texts.subject, hello: texts.hello(request.fullName) },
    why: texts.why[request.role](request.invitedBy),
    ...{ what: texts.what, act: texts.act, notYou: texts.notYou },
    life: texts.life(inWords(request.life, language)),
  });
}

type PasswordTexts = Pick<InvitationTexts, 'subject' | 'hello' | 'what' | 'act' | 'life' | 'notYou'> & {
  why: string;
};

const PASSWORD: Record<Language, PasswordTexts> = {
  en: {
    subject: 'A new password for the help desk',
    hello: INVITATION.en.hello,
    why: 'Somebody asked for a new password of your account in Guichet: you, or an administrator for you.',
    what: 'Choose it on this page. All your sessions then end, and you sign in with it:',
    act: 'Choose a password',
    life: INVITATION.en.life,
    notYou: 'If you did not ask for it, do nothing: your password stays as it is.',
  },
  fr: {
    subject: 'Un nouveau mot de passe pour le centre d’assistance',
    hello: INVITATION.fr.hello,
    why: 'Un nouveau mot de passe a été demandé pour votre compte dans Guichet, par vous ou par un administrateur.',
    what: 'Choisissez-le sur cette page. Toutes vos sessions se terminent alors, et vous vous connectez ainsi\u00a0:',
    act: 'Choisir un mot de passe',
    life: INVITATION.fr.life,
    notYou: 'Si vous n’avez rien demandé, ne faites rien\u00a0: votre mot de passe reste le même.',
  },
};

/** Composes the mail with the link that sets a forgotten password. The link holds its secret after `#`. */
export function passwordMail(request: {
  to: string;
  fullName: string;
  link: string;
  language: Language;
  /** in milliseconds */
  life: number;
}): Mail {
  const { to, language, link } = request;
  const texts = PASSWORD[language];
  return linkMail({
    ...{ to, language, link, subject: texts.subject, hello: texts.hello(request.fullName) },
    ...{ why: texts.why, what: texts.what, act: texts.act, notYou: texts.notYou },
    life: texts.life(inWords(request.life, language)),
  });
}

interface LinkMailTexts {
  to: string;
  language: Language;
  link: string;
  subject: string;
  hello: string;
  why: string;
  what: string;
  act: string;
  life: string;
  notYou: string;
}

/** A mail around one link. */
function linkMail(texts: LinkMailTexts): Mail {
  const { to, language, link, subject, hello, why, what, act, life, notYou } = texts;
  return {
    to,
    subject,
    text: `${hello}\n\n${why}\n\n${what}\n\n${link}\n\n${life}\n${notYou}\n`,
    html: htmlMail(
      language,
      `<p>${escapeHtml(hello)}</p>
<p>${escapeHtml(why)}</p>
<p>${what}</p>
<p><a href="${escapeHtml(link)}" style="font-weight: 600">${act}</a></p>
<p>${life}<br>${notYou}</p>`,
    ),
  };
}

/** In the largest unit that it is a multiple of, such as "7 days"; a single day is "24 hours". */
function inWords(milliseconds: number, language: Language): string {
  const units = [
    { unit: 'day', length: DAY, from: 2 * DAY },
    { unit: 'hour', length: HOUR, from: HOUR },
  ];
  const fits = units.find(({ length, from }) => milliseconds >= from && milliseconds % length === 0);
  const { unit, length } = fits ?? { unit: 'minute', length: MINUTE };
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(milliseconds / length);
}
