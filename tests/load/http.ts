// The HTTP of virtual agents: kept connections, as a reverse proxy has them to its servers.
import { Agent as Connections, type OutgoingHttpHeaders, request } from 'node:http';
import { MINUTE } from '../../contract/clock.ts';

/** Connections that are kept. As many as calls are under way are open: a call must not wait here for the uploads of others. */
const KEPT = 64;
/** As long as an agent waits for the answer to a sync, in milliseconds. */
const LONGEST_CALL = 2 * MINUTE;

export interface Answer {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  text: string;
}

interface Call {
  method: string;
  path: string;
  headers: OutgoingHttpHeaders;
  body?: string | Buffer;
  /** address of this machine from which to call */
  from?: string | undefined;
}

export interface Http {
  /** Rejects when no answer comes. `url` is that of the server. */
  send(url: string, call: Call): Promise<Answer>;
  close(): void;
}

export function createHttp(): Http {
  const connections = new Connections({ keepAlive: true, maxFreeSockets: KEPT });
  return {
    send: (url, { method, path, headers, body = '', from }) =>
      new Promise((resolve, reject) => {
        const sent = request(url + path, {
          method,
          agent: connections,
          timeout: LONGEST_CALL,
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          ...(from === undefined ? {} : { localAddress: from }),
        });
        sent.on('error', reject);
        sent.on('timeout', () => sent.destroy(new Error('no answer came')));
        sent.on('response', (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('error', reject);
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          );
        });
        sent.end(body);
      }),
    close: () => connections.destroy(),
  };
}
