// Gets tokens for a mailbox by the client credentials of an application (RFC 6749, section 4.4).
import { z } from 'zod';
import { parseJson } from '../../contract/json.ts';
import type { ImapMailbox, TokenSource } from '../../contract/mail-server.ts';
import { SECOND } from '../clock.ts';
import { byPassword, type MailboxResult, type SignIn } from './imap-client.ts';
import { MAILBOX_REASONS } from './sentences.ts';

interface TokenParts {
  /** follows no redirect, which would send the secret elsewhere */
  fetch: typeof fetch;
  now(): Date;
  /** in milliseconds */
  timeout: number;
}

/** Longest answer that is read, in characters; tokens of large hosts have 2,000. */
const LONGEST_ANSWER = 50_000;
/** A token is renewed this long before it ends, in milliseconds. */
const EARLIER = 60 * SECOND;

const Token = z.object({
  access_token: z.string().min(1).max(20_000),
  /** in seconds */
  expires_in: z.coerce.number().min(0).max(1e9).catch(0),
});
const TokenError = z.object({ error: z.string(), error_description: z.string().catch('') });

/** How this mailbox is signed in to; tokens are kept. */
export function signInTo(
  { token }: Pick<ImapMailbox, 'token'>,
  { password, clientSecret }: { password: string | undefined; clientSecret: string | undefined },
  parts: TokenParts,
): SignIn {
  return token === null ? byPassword(password) : byToken(token, clientSecret, parts);
}

/** Keeps a token until a minute before its end; all who ask at the same time get the same one. */
function byToken(source: TokenSource, secret: string | undefined, parts: TokenParts): SignIn {
  let kept = { accessToken: '', until: 0 };
  let asking: ReturnType<SignIn> | null = null;

  async function askAnew(): ReturnType<SignIn> {
    const answer = await askFor(source, secret, parts);
    if (!answer.ok) return answer;
    const { access_token: accessToken, expires_in: seconds } = answer.value;
    kept = { accessToken, until: parts.now().getTime() + seconds * SECOND - EARLIER };
    return { ok: true, value: { accessToken } };
  }

  return async () => {
    if (parts.now().getTime() < kept.until) return { ok: true, value: { accessToken: kept.accessToken } };
    asking ??= askAnew().finally(() => {
      asking = null;
    });
    return asking;
  };
}

async function askFor(
  source: TokenSource,
  secret: string | undefined,
  parts: TokenParts,
): Promise<MailboxResult<z.infer<typeof Token>>> {
  const { host } = new URL(source.tokenUrl);
  const failed = (kind: 'unreachable' | 'refused', detail: string) => {
    return { ok: false, failure: { kind, reason: MAILBOX_REASONS.tokenNotGiven(host, detail) } } as const;
  };
  try {
    const { status, text } = await ask(source, secret, parts);
    const token = Token.safeParse(parseJson(text));
    if (status === 200 && token.success) return { ok: true, value: token.data };
    return failed(status >= 500 ? 'unreachable' : 'refused', detailOf(status, text));
  } catch (failure) {
    return failed('unreachable', failure instanceof Error ? failure.message.slice(0, 200) : 'unknown');
  }
}

async function ask(
  { tokenUrl, clientId, scope }: TokenSource,
  secret: string | undefined,
  { fetch: ask, timeout }: TokenParts,
): Promise<{ status: number; text: string }> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret ?? '',
    scope,
  });
  const signal = AbortSignal.timeout(timeout);
  const response = await ask(tokenUrl, { method: 'POST', body, signal, redirect: 'manual' });
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER) break;
  }
  return { status: response.status, text };
}

/** What the host says, which names no secret; a page of another server is not quoted. */
function detailOf(status: number, text: string): string {
  const said = TokenError.safeParse(parseJson(text));
  if (!said.success) return `HTTP ${status}`;
  return `${said.data.error} ${said.data.error_description}`.replace(/\s+/g, ' ').trim().slice(0, 200);
}
