// A line between agent and server on which the help desk takes less than the built-in one does.
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SyncResponse } from '../../contract/sync.ts';
import { ownPort } from '../fakes/own-port.ts';

type Narrow = (answer: SyncResponse) => SyncResponse;

export interface NarrowLine {
  url: string;
  /** where the server listens: to be known before anything is asked */
  serverPort: number;
  close(): Promise<void>;
}

/** All passes but the answers of sync, which pass through `narrow`. */
export async function openNarrowLine(narrow: Narrow): Promise<NarrowLine> {
  const serverPort = await ownPort();
  const line = createServer((asked, answer) => pass(asked, answer, serverPort, narrow));
  line.listen(0, '127.0.0.1');
  await once(line, 'listening');
  return {
    url: `http://127.0.0.1:${(line.address() as AddressInfo).port}`,
    serverPort,
    async close() {
      line.close();
      line.closeAllConnections();
      await once(line, 'close');
    },
  };
}

function pass(asked: IncomingMessage, answer: ServerResponse, port: number, narrow: Narrow): void {
  const { method, url: path, headers } = asked;
  const onwards = request({ host: '127.0.0.1', port, method, path, headers }, async (answered) => {
    const isSync = path === '/v1/sync' && answered.statusCode === 200;
    if (!isSync) {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.on('error', () => answer.destroy());
      answered.pipe(answer);
      return;
    }
    const said = SyncResponse.parse(JSON.parse((await buffer(answered)).toString()));
    answer.writeHead(200, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(narrow(said)));
  });
  onwards.on('error', () => answer.destroy());
  asked.on('error', () => onwards.destroy());
  answer.on('close', () => onwards.destroy());
  asked.pipe(onwards);
}
