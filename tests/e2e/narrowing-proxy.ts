// A proxy between agent and server that makes the backend accept less than the built-in desk.
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SyncResponse } from '../../contract/sync.ts';
import { ownPort } from '../fakes/own-port.ts';

type Narrow = (answer: SyncResponse) => SyncResponse;

export interface NarrowingProxy {
  url: string;
  /** the port that the server must listen on */
  serverPort: number;
  close(): Promise<void>;
}

/** Forwards everything unchanged, except the responses to sync, which `narrow` changes. */
export async function openNarrowingProxy(narrow: Narrow): Promise<NarrowingProxy> {
  const serverPort = await ownPort();
  const proxy = createServer((incoming, answer) => forward(incoming, answer, serverPort, narrow));
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    serverPort,
    async close() {
      proxy.close();
      proxy.closeAllConnections();
      await once(proxy, 'close');
    },
  };
}

function forward(incoming: IncomingMessage, answer: ServerResponse, port: number, narrow: Narrow): void {
  const { method, url: path, headers } = incoming;
  const onwards = request({ host: '127.0.0.1', port, method, path, headers }, async (upstream) => {
    const isSync = path === '/v1/sync' && upstream.statusCode === 200;
    if (!isSync) {
      answer.writeHead(upstream.statusCode ?? 502, upstream.headers);
      upstream.on('error', () => answer.destroy());
      upstream.pipe(answer);
      return;
    }
    const response = SyncResponse.parse(JSON.parse((await buffer(upstream)).toString()));
    answer.writeHead(200, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(narrow(response)));
  });
  onwards.on('error', () => answer.destroy());
  incoming.on('error', () => onwards.destroy());
  answer.on('close', () => onwards.destroy());
  incoming.pipe(onwards);
}
