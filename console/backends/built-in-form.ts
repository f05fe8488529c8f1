// The form of the built-in desk, and its conversion from and to settings.
import { type ListedBackend, NewBackend, type SecretName } from '../../contract/backends.ts';
import type { DeskMailbox } from '../../contract/built-in-settings.ts';
import type { Language } from '../../contract/primitives.ts';
import { nullIfEmpty } from '../ui/null-if-empty.ts';
import { typedList } from '../ui/typed-list.ts';
import type { Parsed } from '../ui/use-form.ts';
import { BLANK_SIGN_IN, type MailboxSignIn, signInOf, withToken } from './fields/mailbox-token.ts';

export interface MailboxForm extends MailboxSignIn {
  address: string;
  host: string;
  port: string;
  secure: boolean;
  allowPlain: boolean;
  user: string;
  folder: string;
  /** empty: nobody is known by a mail */
  authServer: string;
  strangers: DeskMailbox['strangers'];
  /** null: a technician decides */
  organisationId: string | null;
  language: Language;
  /** addresses of other desks, separated by commas */
  desks: string;
}

export interface BuiltInForm {
  name: string;
  /** empty: never */
  days: string;
  /** whether a mailbox is read */
  reads: boolean;
  mailbox: MailboxForm;
  /** empty: the stored secret is unchanged */
  secret: string;
}

const blank = (language: Language): MailboxForm => ({
  address: '',
  host: '',
  port: '993',
  secure: true,
  allowPlain: false,
  user: '',
  folder: 'INBOX',
  ...BLANK_SIGN_IN,
  authServer: '',
  strangers: 'hold',
  organisationId: null,
  language,
  desks: '',
});

/** `language` is the administrator's. */
export function builtInForm(
  { name, settings }: Pick<ListedBackend, 'name' | 'settings'>,
  language: Language,
): BuiltInForm {
  const { closeAfterDays: days = null, mailbox = null } = settings?.kind === 'built-in' ? settings : {};
  return {
    name,
    days: days === null ? '' : String(days),
    reads: mailbox !== null,
    mailbox: mailbox === null ? blank(language) : formOf(mailbox, language),
    secret: '',
  };
}

function formOf(
  { token, port, authServer, desks, ...mailbox }: DeskMailbox,
  language: Language,
): MailboxForm {
  return {
    ...blank(language),
    ...mailbox,
    port: String(port),
    authServer: authServer ?? '',
    desks: desks.join(', '),
    ...signInOf(token),
  };
}

/** The secret that the mailbox is signed in to with. */
export function secretOf({ signIn }: Pick<MailboxForm, 'signIn'>): SecretName {
  return signIn === 'token' ? 'mailboxClientSecret' : 'mailboxPassword';
}

export function parseBuiltIn(
  { name, days, reads, mailbox, secret }: BuiltInForm,
  storedSecrets: readonly SecretName[],
): Parsed<NewBackend> {
  const needed = secretOf(mailbox);
  const parsed = NewBackend.safeParse({
    name,
    settings: {
      kind: 'built-in',
      closeAfterDays: days.trim() === '' ? null : Number(days),
      mailbox: reads ? settingsOf(mailbox) : null,
    },
    secrets: reads && secret !== '' ? { [needed]: secret } : {},
  });
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path.join('.')));
  if (reads && secret === '' && !storedSecrets.includes(needed)) wrong.add(`secrets.${needed}`);
  return parsed.success && wrong.size === 0 ? { ok: true, value: parsed.data } : { ok: false, wrong };
}

function settingsOf(mailbox: MailboxForm): object {
  return {
    ...withToken(mailbox),
    port: Number(mailbox.port),
    authServer: nullIfEmpty(mailbox.authServer),
    organisationId: mailbox.strangers === 'ticket' ? mailbox.organisationId : null,
    desks: typedList(mailbox.desks),
  };
}
