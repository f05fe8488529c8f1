// A TCP proxy to a server, whose connections a test can cut or refuse.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface Line {
  port: number;
  /** bytes that the server has sent */
  sent(): number;
  /** Closes all open connections abruptly. */
  cut(): void;
  goDown(isDown: boolean): void;
  close(): Promise<void>;
}

export async function openLine(connect: () => Socket): Promise<Line> {
  const open = new Set<Socket>();
  let isDown = false;
  let sent = 0;
  const server = createServer((near) => {
    if (isDown) return void near.destroy();
    const far = connect();
    open.add(near);
    near.pipe(far).pipe(near);
    far.on('data', (chunk: Buffer) => {
      sent += chunk.length;
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => {});
      one.on('close', () => {
        other.destroy();
        open.delete(near);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    sent: () => sent,
    cut,
    goDown(down) {
      isDown = down;
      if (down) cut();
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
