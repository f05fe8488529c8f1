// A way to PostgreSQL that counts what is sent to it, so that a test can act after any number of bytes, and that can lose answers.
import { connect, createServer, type Socket } from 'node:net';

export interface Gate {
  /** the address that leads through */
  readonly url: string;
  /** bytes sent to PostgreSQL so far */
  passed(): number;
  /** Calls `act` once when so many more bytes have come, before they are passed on. */
  after(bytes: number, act: () => void): void;
  /** Passes on the next bytes that contain this text, and no answer of that connection from then on. */
  loseAnswerTo(text: string): void;
  close(): Promise<void>;
}

/** Opens a way to the database of this address. */
export async function openGate(to: string): Promise<Gate> {
  const url = new URL(to);
  const { hostname: host, port } = url;
  const sockets = new Set<Socket>();
  let passed = 0;
  let limit = Number.POSITIVE_INFINITY;
  let atLimit = () => {};
  let unanswered: string | null = null;

  function count(bytes: number): void {
    passed += bytes;
    if (passed < limit) return;
    limit = Number.POSITIVE_INFINITY;
    atLimit();
  }

  const gate = createServer((from) => {
    const on = connect(Number(port), host);
    for (const [one, other] of [
      [from, on],
      [on, from],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    from.on('data', (chunk) => {
      count(chunk.length);
      if (unanswered === null || !chunk.includes(unanswered)) return;
      unanswered = null;
      on.unpipe(from).resume();
    });
    from.pipe(on);
    on.pipe(from);
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const address = gate.address();
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: url.href,
    passed: () => passed,
    after(bytes, act) {
      limit = passed + bytes;
      atLimit = act;
    },
    loseAnswerTo(text) {
      unanswered = text;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => gate.close(resolve));
    },
  };
}
