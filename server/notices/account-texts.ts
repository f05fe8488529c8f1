// The mails about what changed in how somebody signs in, in both languages. Administrators do not edit them.
import type { Language } from '../../contract/primitives.ts';
import { escapeHtml, htmlMail } from '../mail/html.ts';
import type { Mail } from '../mail/mailer.ts';
import type { Row } from '../storage/schema.ts';
import type { AccountEvent } from '../storage/staff-tables.ts';

/** Ways to sign in that a reset of the password leaves. */
export interface KeptWays {
  /** their names */
  passkeys: readonly string[];
  secondFactor: boolean;
}

interface AccountTexts {
  subject: string;
  hello(fullName: string): string;
  /** `name`: of the passkey or the administrator */
  what: Record<AccountEvent, (name: string) => string>;
  /** `what`: a list */
  kept(what: string): string;
  passkey(name: string): string;
  secondFactor: string;
  when(at: string): string;
  /** `device`: such as "Firefox, Windows"; empty where it is not known */
  from(ip: string, device: string): string;
  itWasYou: string;
  notYou(link: string): string;
}

const TEXTS: Readonly<Record<Language, AccountTexts>> = {
  en: {
    subject: 'Your account at the help desk: how you sign in was changed',
    hello: (fullName) => `Hello ${fullName},`,
    what: {
      'password-changed': () => 'The password of your account in Guichet was changed.',
      'password-reset': () => 'The password of your account in Guichet was set anew, by a link from a mail.',
      recovered: () =>
        'Your account in Guichet was recovered by a link from the server: it has a new password, and neither a second factor nor passkeys.',
      'second-factor-added': () =>
        'A second factor was set up for your account in Guichet, with new recovery codes. Former ones no longer work.',
      'second-factor-removed': () =>
        'The second factor of your account in Guichet was removed, with its recovery codes.',
      'second-factor-reset': (name) =>
        `${name} has removed the second factor, its recovery codes and the passkeys of your account in Guichet.`,
      'passkey-added': (name) => `The passkey “${name}” was added to your account in Guichet.`,
      'passkey-removed': (name) => `The passkey “${name}” was removed from your account in Guichet.`,
      'provider-joined': () =>
        'Somebody signed in to your account in Guichet with the identity provider, for the first time, and can do so from now on.',
    },
    kept: (what) =>
      `All sessions have ended. Kept as they were: ${what}. Remove on the page Account what is not yours.`,
    passkey: (name) => `the passkey “${name}”`,
    secondFactor: 'the second factor',
    when: (at) => `When: ${at}`,
    from: (ip, device) => `From: ${ip}${device && ` (${device})`}`,
    itWasYou: 'If it was you, or you know of it, you need not do anything.',
    notYou: (link) =>
      `If not, somebody else may have your account. Ask for a new password by “Forgotten your password?” on ${link}, then end all other sessions and remove what you do not know on the page Account. Tell an administrator, also if you can no longer sign in: they can end your sessions and deactivate the account.`,
  },
  fr: {
    subject: 'Votre compte au centre d’assistance\u00a0: votre façon de vous connecter a changé',
    hello: (fullName) => `Bonjour ${fullName},`,
    what: {
      'password-changed': () => 'Le mot de passe de votre compte dans Guichet a été modifié.',
      'password-reset': () =>
        'Un nouveau mot de passe a été choisi pour votre compte dans Guichet, par le lien d’un courriel.',
      recovered: () =>
        'Votre compte dans Guichet a été rétabli par un lien du serveur\u00a0: il a un nouveau mot de passe, et plus de second facteur ni de clés d’accès.',
      'second-factor-added': () =>
        'Un second facteur a été configuré pour votre compte dans Guichet, avec de nouveaux codes de secours. Les anciens ne servent plus.',
      'second-factor-removed': () =>
        'Le second facteur de votre compte dans Guichet a été retiré, avec ses codes de secours.',
      'second-factor-reset': (name) =>
        `${name} a retiré le second facteur, les codes de secours et les clés d’accès de votre compte dans Guichet.`,
      'passkey-added': (name) =>
        `La clé d’accès «\u00a0${name}\u00a0» a été ajoutée à votre compte dans Guichet.`,
      'passkey-removed': (name) =>
        `La clé d’accès «\u00a0${name}\u00a0» a été retirée de votre compte dans Guichet.`,
      'provider-joined': () =>
        'Quelqu’un s’est connecté à votre compte dans Guichet par le fournisseur d’identité, pour la première fois, et peut désormais le faire.',
    },
    kept: (what) =>
      `Toutes les sessions ont pris fin. Restent tels quels\u00a0: ${what}. Retirez sur la page Compte ce qui n’est pas à vous.`,
    passkey: (name) => `la clé d’accès «\u00a0${name}\u00a0»`,
    secondFactor: 'le second facteur',
    when: (at) => `Quand\u00a0: ${at}`,
    from: (ip, device) => `Depuis\u00a0: ${ip}${device && ` (${device})`}`,
    itWasYou: 'Si c’était vous, ou si vous êtes au courant, vous n’avez rien à faire.',
    notYou: (link) =>
      `Sinon, quelqu’un d’autre a peut-être votre compte. Demandez un nouveau mot de passe par «\u00a0Mot de passe oublié\u00a0?\u00a0» sur ${link}, puis terminez toutes les autres sessions et retirez ce que vous ne connaissez pas sur la page Compte. Prévenez un administrateur, même si vous ne pouvez plus vous connecter\u00a0: il peut terminer vos sessions et désactiver le compte.`,
  },
};

/** `kept`: null where nothing is said of it. `link`: to the console. */
export function accountMail(
  to: { email: string; fullName: string; language: Language },
  { event, name, ip, browser, system, at }: Omit<Row<'accountMail'>, 'staffId' | 'dueAt' | 'attempt' | 'id'>,
  kept: KeptWays | null,
  link: string,
): Mail {
  const { email, fullName, language } = to;
  const texts = TEXTS[language];
  const device = [browser, system].filter((one) => one !== null).join(', ');
  const facts = [texts.when(inUtc(at, language)), texts.from(ip, device)];
  const paragraphs = [
    ...[texts.hello(fullName), texts.what[event](name ?? ''), facts.join('\n')],
    ...(kept === null ? [] : [texts.kept(listOf(kept, texts))]),
    ...[texts.itWasYou, texts.notYou(link)],
  ];
  const html = paragraphs.map((one) => `<p>${escapeHtml(one).replaceAll('\n', '<br>\n')}</p>`);
  return {
    ...{ to: email, subject: texts.subject, text: `${paragraphs.join('\n\n')}\n` },
    html: htmlMail(language, html.join('\n')),
  };
}

function listOf({ passkeys, secondFactor }: KeptWays, texts: AccountTexts): string {
  return [...(secondFactor ? [texts.secondFactor] : []), ...passkeys.map(texts.passkey)].join(', ');
}

/** The server does not know where its readers are: the text says UTC. */
function inUtc(at: string, language: Language): string {
  const form = { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' } as const;
  return new Date(at).toLocaleString(language, form);
}
