// Tokens for a mailbox or a mail server, by the client credentials of an application (RFC 6749, section 4.4).
import { z } from 'zod';
import { SECOND } from '../contract/clock.ts';
import { parseJson } from '../contract/json.ts';
import type { TokenSource } from '../contract/mail-server.ts';
import type { Reason } from '../contract/primitives.ts';

interface TokenParts {
  /** follows no redirect, which would send the secret elsewhere */
  fetch: typeof fetch;
  now(): Date;
  /** in milliseconds */
  timeout: number;
}

type TokenResult<T> =
  | { ok: true; value: T }
  | { ok: false; failure: { kind: 'unreachable' | 'refused'; reason: Reason } };

/** Returns a token; with `renew` a new one, because the kept one was refused. */
export type Tokens = (renew?: boolean) => Promise<TokenResult<string>>;

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

/** Keeps a token until a minute before its end; all who ask at the same time get the same one. */
export function createTokens(source: TokenSource, secret: string | undefined, parts: TokenParts): Tokens {
  let kept = { token: '', until: 0 };
  let asking: ReturnType<Tokens> | null = null;

  async function askAnew(): ReturnType<Tokens> {
    const answer = await askFor(source, secret, parts);
    if (!answer.ok) return answer;
    const { access_token: token, expires_in: seconds } = answer.value;
    kept = { token, until: parts.now().getTime() + seconds * SECOND - EARLIER };
    return { ok: true, value: token };
  }

  return async (renew = false) => {
    if (!renew && parts.now().getTime() < kept.until) return { ok: true, value: kept.token };
    asking ??= askAnew().finally(() => {
      asking = null;
    });
    return asking;
  };
}

function tokenNotGiven(host: string, detail: string): Reason {
  return {
    en: `${host} gave no token: ${detail}. Check the address, the client id, the secret and the scope.`,
    fr: `${host} n’a pas donné de jeton\u00a0: ${detail}. Vérifiez l’adresse, l’identifiant, le secret et la portée.`,
  };
}

async function askFor(
  source: TokenSource,
  secret: string | undefined,
  parts: TokenParts,
): Promise<TokenResult<z.infer<typeof Token>>> {
  const { host } = new URL(source.tokenUrl);
  const failed = (kind: 'unreachable' | 'refused', detail: string) => {
    return { ok: false, failure: { kind, reason: tokenNotGiven(host, detail) } } as const;
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

/** A token could not be got: the reason is the message of a nodemailer error. */
export class NoToken extends Error {
  readonly reason: Reason;
  readonly kind: 'unreachable' | 'refused';
  constructor({ kind, reason }: { kind: 'unreachable' | 'refused'; reason: Reason }) {
    super(reason.en);
    this.kind = kind;
    this.reason = reason;
  }
}

/** What gives nodemailer a token when it signs in (XOAUTH2). It asks for a new one where the first is refused. */
export function provisionOf(tokens: Tokens) {
  return (_user: string, renew: boolean, done: (problem: Error | null, token?: string) => void) => {
    void tokens(renew).then((given) =>
      given.ok ? done(null, given.value) : done(new NoToken(given.failure)),
    );
  };
}
