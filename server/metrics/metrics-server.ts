// The metrics on a port of their own, and who may read them.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { sameHash, sha256 } from '../hashes.ts';

/** Of the answer: what Prometheus expects. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
/** Readers at a time: Prometheus needs one. */
const MOST_READERS = 8;

/** Whether the header has this token, compared in constant time. Without a token everybody may read. */
export function mayReadMetrics(token: string | null, authorization: string | undefined): boolean {
  return token === null || sameHash(sha256(`Bearer ${token}`), sha256(authorization ?? ''));
}

interface MetricsServerParts {
  host: string;
  port: number;
  token: string | null;
  read(): Promise<string>;
}

/** Listens. Rejects where it cannot. */
export async function serveMetrics({ host, port, token, read }: MetricsServerParts) {
  const server = createServer(async ({ method, url, headers }, response) => {
    if (method !== 'GET' || url !== '/metrics') return response.writeHead(404).end();
    if (!mayReadMetrics(token, headers.authorization))
      return response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    const text = await read().catch(() => null);
    if (text === null) return response.writeHead(500).end();
    return response.writeHead(200, { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' }).end(text);
  });
  server.maxConnections = MOST_READERS;
  server.listen(port, host);
  await once(server, 'listening');
  return {
    close(): Promise<void> {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
