// Why a mailbox cannot be read, in both languages. A server's own messages are quoted unchanged.
import type { Reason } from '../../contract/primitives.ts';

export const MAILBOX_REASONS = {
  noTls: (host: string, detail: string): Reason => ({
    en: `The mail server ${host} offers no TLS, so the password was not sent: ${detail}. Switch TLS on there, or allow this server to be used without it in the settings.`,
    fr: `Le serveur de messagerie ${host} ne propose pas TLS, donc le mot de passe n’a pas été envoyé\u00a0: ${detail}. Activez TLS sur ce serveur, ou autorisez son usage sans TLS dans les paramètres.`,
  }),
  mailboxRefused: (user: string, host: string, detail: string): Reason => ({
    en: `The mailbox of ${user} at ${host} does not accept user and password: ${detail}`,
    fr: `La boîte aux lettres de ${user} sur ${host} n’accepte pas le compte et le mot de passe\u00a0: ${detail}`,
  }),
  passwordsOff: (user: string, host: string, detail: string): Reason => ({
    en: `The mailbox of ${user} at ${host} does not accept user and password: ${detail}. That server takes tokens (OAuth 2): passwords may be switched off there. Choose to sign in with a token.`,
    fr: `La boîte aux lettres de ${user} sur ${host} n’accepte pas le compte et le mot de passe\u00a0: ${detail}. Ce serveur accepte des jetons (OAuth 2)\u00a0: les mots de passe y sont peut-être désactivés. Choisissez la connexion par jeton.`,
  }),
  tokenRefused: (user: string, host: string, detail: string): Reason => ({
    en: `The mailbox of ${user} at ${host} does not accept the token: ${detail}. Check that the application may read this mailbox by IMAP.`,
    fr: `La boîte aux lettres de ${user} sur ${host} n’accepte pas le jeton\u00a0: ${detail}. Vérifiez que l’application a le droit de lire cette boîte par IMAP.`,
  }),
  folderNotOpened: (folder: string, user: string, host: string, detail: string): Reason => ({
    en: `The folder ${folder} of ${user} at ${host} cannot be opened: it must exist and be readable (${detail})`,
    fr: `Le dossier ${folder} de ${user} sur ${host} ne peut pas être ouvert\u00a0: il doit exister et être lisible (${detail})`,
  }),
  mailboxNotRead: (host: string, detail: string): Reason => ({
    en: `The mailbox at ${host} cannot be read: ${detail}`,
    fr: `La boîte aux lettres sur ${host} ne peut pas être lue\u00a0: ${detail}`,
  }),
  /** `from` is empty where the mail names no sender. */
  setAside: (count: number, from: string, subject: string): Reason => ({
    en: `Mails that could not be read: ${count}, the last one from ${from || 'an unknown sender'} (“${subject}”). Look at what is flagged in the mailbox; the mails after it were read.`,
    fr: `Courriels qui n’ont pas pu être lus\u00a0: ${count}, le dernier venant de ${from || 'un expéditeur inconnu'} («\u00a0${subject}\u00a0»). Voyez ce qui est marqué dans la boîte aux lettres\u00a0; les courriels suivants ont été lus.`,
  }),
};
