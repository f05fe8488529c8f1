// Opens event streams as agents do, over bare sockets: what is measured is the server's part of them.
import { connect, type Socket } from 'node:net';

const OPENED_AT_ONCE = 50;

export interface OpenStreams {
  /** heartbeats that arrived so far, over all streams */
  heartbeats(): number;
  close(): void;
}

/** Opens one stream for each `Authorization` header, and resolves once each had its first event. Rejects when one ends. */
export async function openStreams(url: string, agents: readonly string[]): Promise<OpenStreams> {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  let heartbeats = 0;
  let next = 0;

  const open = (authorization: string) =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      sockets.push(socket);
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('a stream has ended')));
      socket.on('data', (bytes) => {
        const text = bytes.toString('latin1');
        heartbeats += text.split(': still here').length - 1;
        if (text.includes('event: sync')) resolve();
      });
      socket.write(
        `GET /v1/events HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: ${authorization}\r\n` +
          'Accept: text/event-stream\r\nAccept-Language: fr\r\nUser-Agent: Guichet/1.0.0\r\n\r\n',
      );
    });

  await Promise.all(
    Array.from({ length: OPENED_AT_ONCE }, async () => {
      while (next < agents.length) {
        const authorization = agents[next] ?? '';
        next += 1;
        await open(authorization);
      }
    }),
  );
  return {
    heartbeats: () => heartbeats,
    close() {
      for (const socket of sockets) socket.removeAllListeners('close').destroy();
    },
  };
}
