// A bare server in a process of its own: writes a heartbeat to each of its connections, as little as can be done.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

const STILL_HERE = Buffer.from(': still here\n\n');

interface BareStreams {
  url: string;
  pid: number;
  beat(): void;
  end(): void;
}

/** It answers what is sent first with a `sync` event, as the server does. */
export async function startBareStreams(): Promise<BareStreams> {
  const child: ChildProcess = fork(import.meta.filename);
  const [port] = (await once(child, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    beat: () => void child.send('beat'),
    end: () => void child.kill(),
  };
}

function serve(): void {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('data', () => socket.write('event: sync\ndata: {}\n\n'));
  });
  process.on('message', () => {
    for (const socket of sockets) socket.write(STILL_HERE);
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' ? address?.port : 0);
  });
}

if (import.meta.main) serve();
