// Gives tokens for a secret, and says whose they are, as the host of a mailbox does (RFC 6749, section 4.4).
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { until } from '../server/until.ts';

export const CLIENT_SECRET = 'the secret';

/** `user`: whose mailbox the tokens open. Ends with the test. */
export async function startTokens(user: string) {
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
  await until(() => http.listening, 'tokens are given');
  onTestFinished(() => void http.close());
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, given };
}
