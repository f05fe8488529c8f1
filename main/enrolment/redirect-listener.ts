// Listens on this computer for the browser that comes back from a sign-in (RFC 8252 section 7.3): for one answer, then no
// more.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { err, ok, type Result } from '../../contract/result.ts';
import { REDIRECT_PATH } from '../../contract/sign-in.ts';

/** What the browser brought back. */
interface RedirectAnswer {
  code: string;
  /** the parameter `iss` (RFC 9207); null where the provider sent none */
  issuer: string | null;
}

export interface RedirectListener {
  /** on 127.0.0.1 */
  port: number;
  /** Resolves with the first answer that has this state. Errors: sign-in-refused when the provider says so. */
  answerFor(state: string): Promise<Result<RedirectAnswer>>;
  close(): void;
}

/** The text of the page for the browser: the sign-in goes on in Guichet, or this request does not belong to one. */
export type PageText = (page: 'received' | 'foreign') => { language: string; text: string };

const HOST = '127.0.0.1';
/** In bytes: codes of large providers have some 2 kB. */
const LONGEST_HEAD = 16_384;
const REQUEST_MS = 10_000;
const MOST_CONNECTIONS = 16;
/** No script, no picture, no frame, no referrer: the address of the page holds the code. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  connection: 'close',
};

/** Rejects when the system offers no port. */
export async function openRedirectListener(pageText: PageText): Promise<RedirectListener> {
  let expected: string | null = null;
  let resolveAnswer = (_answer: Result<RedirectAnswer>) => {};
  const answer = new Promise<Result<RedirectAnswer>>((resolve) => {
    resolveAnswer = resolve;
  });
  const options = { maxHeaderSize: LONGEST_HEAD, requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS };
  const server = createServer(options, (request, response) => {
    const found = expected === null ? null : answerIn(request, port, expected);
    if (found === null) return send(response, 404, pageText('foreign'));
    expected = null;
    resolveAnswer(found);
    send(response, 200, pageText('received'));
    server.close();
  });
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    answerFor(state) {
      expected = state;
      return answer;
    },
    close() {
      server.close();
      server.closeIdleConnections();
    },
  };
}

/**
 * Returns the answer of a request, or null for one that does not belong to the sign-in: of a site that points its own name
 * here
 * (DNS rebinding), of another program, or without the state that only the provider was given.
 */
function answerIn(
  { method, url, headers }: IncomingMessage,
  port: number,
  state: string,
): Result<RedirectAnswer> | null {
  if (method !== 'GET' || headers.host !== `${HOST}:${port}`) return null;
  // a path alone: an absolute address would be that of a proxy
  const [path = '', query = ''] = (url ?? '').split('?');
  if (path !== REDIRECT_PATH) return null;
  const parameters = new URLSearchParams(query);
  const only = (name: string) => {
    const values = parameters.getAll(name);
    return values.length === 1 ? (values[0] ?? null) : null;
  };
  if (only('state') !== state) return null;
  const code = only('code');
  if (only('error') !== null) return err('sign-in-refused');
  return code === null ? null : ok({ code, issuer: only('iss') });
}

function send(response: ServerResponse, status: number, { language, text }: ReturnType<PageText>): void {
  const page = `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>Guichet</title><h1>Guichet</h1><p>${text}</p></html>`;
  response.writeHead(status, HEADERS).end(page);
}
