// How a mailbox is signed in to: by password, or with tokens.
import type { ImapMailbox } from '../../contract/mail-server.ts';
import { createTokens } from '../mail-tokens.ts';
import { byPassword, type SignIn } from './imap-client.ts';

/** How this mailbox is signed in to; tokens are kept. */
export function signInTo(
  { token }: Pick<ImapMailbox, 'token'>,
  { password, clientSecret }: { password: string | undefined; clientSecret: string | undefined },
  parts: Parameters<typeof createTokens>[2],
): SignIn {
  if (token === null) return byPassword(password);
  const tokens = createTokens(token, clientSecret, parts);
  return async () => {
    const given = await tokens();
    return given.ok ? { ok: true, value: { accessToken: given.value } } : given;
  };
}
