// Gives tokens for a secret, and says whose they are, as the host of a mailbox does (RFC 6749, section 4.4).
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenEndpoint {
  /** of the host, which gives tokens at /token, and says at /info whose one is */
  url: string;
  given: string[];
  close(): void;
}

export const CLIENT_SECRET = 'the secret';

/** All tokens are for the mailbox of `user`. */
export async function openTokenEndpoint(user: string): Promise<TokenEndpoint> {
  const given: string[] = [];
  const http = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method === 'POST') {
      let body = '';
      for await (const chunk of request) body += chunk;
      const form = new URLSearchParams(body);
      if (form.get('client_secret') !== CLIENT_SECRET) return answer(401, { error: 'invalid_client' });
      const token = `token-${given.length}`;
      given.push(token);
      return answer(200, { access_token: token, token_type: 'Bearer', expires_in: 3600 });
    }
    const token = url.searchParams.get('access_token') ?? '';
    return given.includes(token) ? answer(200, { email: user }) : answer(401, { error: 'invalid_token' });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    url,
    given,
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}
