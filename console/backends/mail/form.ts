// The form of a desk fed by mail, and its conversion from and to settings.
import type { SecretName } from '../../../contract/backends.ts';
import type { MailSettings } from '../../../contract/mail-settings.ts';
import type { Language } from '../../../contract/primitives.ts';
import { nullIfEmpty } from '../../ui/null-if-empty.ts';
import { typedList } from '../../ui/typed-list.ts';
import { BLANK_SIGN_IN, type MailboxSignIn, signInOf, withToken } from '../fields/mailbox-token.ts';
import { type Row, rowsOf } from '../fields/rows.ts';
import { MAIL_TEMPLATE, NUMBER_PATTERN, OCTOPUS_REQUEST_TEMPLATE, REPLY_TAG } from './presets.ts';

/** A mail server; with an empty user there is no authentication. */
interface ServerForm {
  host: string;
  port: string;
  secure: boolean;
  allowPlain: boolean;
  user: string;
}

export interface MailForm {
  to: string;
  smtp: ServerForm & MailboxSignIn;
  /** whether a mailbox is read */
  reads: boolean;
  imap: ServerForm & MailboxSignIn & { folder: string };
  replyTo: string;
  numberPattern: string;
  /** empty for none */
  statusPattern: string;
  /** empty for none */
  wordsPattern: string;
  knownBy: MailSettings['knownBy'];
  statuses: Row[];
  replyTag: string;
  template: string;
  serviceRequestTemplate: string;
  awaitNumberHours: string;
  /** separated by commas, spaces or lines */
  senders: string;
  plusAddress: boolean;
  /** the other desk is a Guichet */
  guichet: boolean;
  /** empty for none */
  authServer: string;
  language: Language;
}

const BLANK_MAILBOX = {
  host: '',
  port: '993',
  secure: true,
  allowPlain: false,
  user: '',
  folder: 'INBOX',
  ...BLANK_SIGN_IN,
};

export function blankMail(language: Language): MailForm {
  return {
    to: '',
    smtp: { host: '', port: '587', secure: false, allowPlain: false, user: '', ...BLANK_SIGN_IN },
    reads: true,
    imap: BLANK_MAILBOX,
    replyTo: '',
    numberPattern: NUMBER_PATTERN,
    statusPattern: '',
    wordsPattern: '',
    knownBy: 'from',
    statuses: [],
    replyTag: REPLY_TAG,
    template: MAIL_TEMPLATE,
    serviceRequestTemplate: OCTOPUS_REQUEST_TEMPLATE,
    awaitNumberHours: '4',
    senders: '',
    plusAddress: false,
    guichet: false,
    authServer: '',
    language,
  };
}

export function mailOf(settings: MailSettings): MailForm {
  const {
    kind: _,
    smtp,
    imap,
    statusPattern,
    wordsPattern,
    statuses,
    awaitNumberHours,
    senders,
    authServer,
    ...rest
  } = settings;
  return {
    ...rest,
    smtp: { ...serverOf(smtp), ...signInOf(smtp.token) },
    reads: imap !== null,
    imap: imap ? { ...serverOf(imap), folder: imap.folder, ...signInOf(imap.token) } : BLANK_MAILBOX,
    statusPattern: statusPattern ?? '',
    wordsPattern: wordsPattern ?? '',
    statuses: rowsOf(statuses),
    awaitNumberHours: String(awaitNumberHours),
    senders: senders.join(', '),
    authServer: authServer ?? '',
  };
}

function serverOf({ host, port, secure, allowPlain, user }: MailSettings['smtp']): ServerForm {
  return { host, port: String(port), secure, allowPlain, user: user ?? '' };
}

export function mailSettings({ reads, smtp, imap, senders, ...fields }: MailForm): object {
  return {
    ...fields,
    smtp: { ...withToken(smtp), port: Number(smtp.port), user: nullIfEmpty(smtp.user) },
    imap: reads ? { ...withToken(imap), port: Number(imap.port) } : null,
    statusPattern: nullIfEmpty(fields.statusPattern),
    wordsPattern: nullIfEmpty(fields.wordsPattern),
    awaitNumberHours: Number(fields.awaitNumberHours),
    senders: typedList(senders),
    authServer: nullIfEmpty(fields.authServer),
  };
}

/** The secret that the server is signed in to with. */
export function smtpSecret({ signIn }: MailForm['smtp']): 'password' | 'smtpClientSecret' {
  return signIn === 'token' ? 'smtpClientSecret' : 'password';
}

/** The secret that the mailbox is signed in to with. */
export function mailboxSecret({ signIn }: MailForm['imap']): 'imapPassword' | 'imapClientSecret' {
  return signIn === 'token' ? 'imapClientSecret' : 'imapPassword';
}

export function mailSecrets({ reads, smtp, imap }: MailForm): SecretName[] {
  const isSignedIn = smtp.user.trim() !== '' || smtp.signIn === 'token';
  return [...(isSignedIn ? [smtpSecret(smtp)] : []), ...(reads ? [mailboxSecret(imap)] : [])];
}
