// A bare server in a process of its own: writes a heartbeat to each of its connections, as little as can be done, in the parts
// and at the pace of the server. Whoever writes seldom finds less in the processor's caches.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { HEARTBEAT } from '../../contract/pace.ts';
import { SLICES } from '../../server/http/event-streams.ts';

const STILL_HERE = Buffer.from(': still here\n\n');

interface BareStreams {
  url: string;
  pid: number;
  end(): void;
}

/** It answers what is sent first with a `sync` event, as the server does. */
export async function startBareStreams(): Promise<BareStreams> {
  const child: ChildProcess = fork(import.meta.filename);
  const [port] = (await once(child, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    end: () => void child.kill(),
  };
}

function serve(): void {
  const slices = Array.from({ length: SLICES }, () => new Set<Socket>());
  let opened = 0;
  const server = createServer((socket) => {
    slices[opened % SLICES]?.add(socket);
    opened += 1;
    socket.on('error', () => undefined).once('data', () => socket.write('event: sync\ndata: {}\n\n'));
  });
  let beats = 0;
  setInterval(() => {
    for (const socket of slices[beats % SLICES] ?? []) socket.write(STILL_HERE);
    beats += 1;
  }, HEARTBEAT / SLICES);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' ? address?.port : 0);
  });
}

if (import.meta.main) serve();
