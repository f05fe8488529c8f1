// A fake Atera over HTTP, with failures of the network: lost answers, broken connections, rate limits.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createAccount, type FakeAccount } from './account.ts';
import { type ApiCall, answerCall } from './api.ts';

export const ATERA_KEY = 'an-api-key-of-contoso';

/** A failure of one call. */
export interface Spoiled {
  /** Selects the call that fails. */
  is(call: ApiCall): boolean;
  how: 'lost' | 'broken' | { status: number; headers?: Record<string, string>; body?: string };
}

export interface FakeAtera {
  readonly url: string;
  readonly account: FakeAccount;
  /** All calls that arrived, oldest first, such as `POST /tickets`. */
  readonly calls: string[];
  spoil(next: Spoiled): void;
  goDown(isDown: boolean): void;
  /** Whether it takes no key. */
  refuse(isRefusing: boolean): void;
  close(): Promise<void>;
}

export async function openFakeAtera(): Promise<FakeAtera> {
  const account = createAccount();
  const calls: string[] = [];
  const spoiled: Spoiled[] = [];
  let isDown = false;
  let isRefusing = false;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isDown) return void request.socket.destroy();
    const call = await readCall(request);
    calls.push(`${call.method} ${call.path}`);
    response.setHeader('date', account.now().toUTCString());
    const index = spoiled.findIndex(({ is }) => is(call));
    const how = index === -1 ? null : (spoiled.splice(index, 1)[0]?.how ?? null);
    if (how === 'broken') return void request.socket.destroy();
    if (how !== null && how !== 'lost') {
      response.writeHead(how.status, how.headers).end(how.body ?? '');
      return;
    }
    if (isRefusing || !isSignedIn(request)) return void response.writeHead(401).end();
    const { status, body } = answerCall(account, call);
    if (how === 'lost') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/v3`,
    account,
    calls,
    spoil: (next) => void spoiled.push(next),
    refuse(value) {
      isRefusing = value;
    },
    goDown(down) {
      isDown = down;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function isSignedIn({ headers }: IncomingMessage): boolean {
  return headers['x-api-key'] === ATERA_KEY || headers.authorization === `Bearer ${ATERA_KEY}`;
}

async function readCall(request: IncomingMessage): Promise<ApiCall> {
  const url = new URL(request.url ?? '/', 'http://atera');
  const body = await text(request);
  return {
    method: request.method ?? 'GET',
    path: url.pathname.replace(/^\/api\/v3/, ''),
    query: url.searchParams,
    json: body === '' ? {} : JSON.parse(body),
  };
}
