// The form of how a mailbox is signed in to, and its conversion from and to settings.
import type { TokenSource } from '../../../contract/mail-server.ts';

export interface MailboxSignIn {
  signIn: 'password' | 'token';
  tokenUrl: string;
  clientId: string;
  scope: string;
}

export const BLANK_SIGN_IN: MailboxSignIn = { signIn: 'password', tokenUrl: '', clientId: '', scope: '' };

export function signInOf(token: TokenSource | null): MailboxSignIn {
  return token === null ? BLANK_SIGN_IN : { signIn: 'token', ...token };
}

/** Returns the settings of a mailbox, without the fields of its token. */
export function withToken<F extends MailboxSignIn>({ signIn, tokenUrl, clientId, scope, ...mailbox }: F) {
  return { ...mailbox, token: signIn === 'token' ? { tokenUrl, clientId, scope } : null };
}
