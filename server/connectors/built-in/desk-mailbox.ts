// The mailbox of the built-in desk, by its settings.
import type { BackendSecrets } from '../../../contract/backends.ts';
import type { DeskMailbox } from '../../../contract/built-in-settings.ts';
import type { SignIn } from '../../mailboxes/imap-client.ts';
import type { MailParser } from '../../mailboxes/mail-parser.ts';
import { createMailbox, type Mailbox } from '../../mailboxes/mailbox.ts';
import { signInTo } from '../../mailboxes/token-sign-in.ts';
import type { ConnectorParts } from '../connector.ts';

/** How this mailbox is signed in to; tokens are kept. */
export function signInOf(
  mailbox: DeskMailbox,
  { mailboxPassword: password, mailboxClientSecret: clientSecret }: BackendSecrets,
  parts: Pick<ConnectorParts, 'fetch' | 'now' | 'timeout'>,
): SignIn {
  return signInTo(mailbox, { password, clientSecret }, parts);
}

export function openDeskMailbox(
  settings: DeskMailbox,
  signIn: SignIn,
  parts: ConnectorParts & { parser: MailParser },
): Mailbox {
  return createMailbox(settings, signIn, { ...parts, startsExactly: true });
}
