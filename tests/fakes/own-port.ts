// Ports for servers that are restarted on the same port: no other process takes it in between.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ephemeral ports of Linux, Windows and macOS. */
const FIRST = 20_000;
const PER_WORKER = 200;
/** Index of vitest's first worker: Playwright's workers may run at the same time. */
const VITEST_WORKERS_FROM = 30;

const worker = Number(
  process.env.TEST_PARALLEL_INDEX ?? VITEST_WORKERS_FROM + Number(process.env.VITEST_POOL_ID ?? 0),
);
let next = Math.floor(Math.random() * PER_WORKER);

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  const isListening = await once(probe, 'listening').then(
    () => true,
    () => false,
  );
  if (isListening) await new Promise((closed) => probe.close(closed));
  return isListening;
}

/** Returns a free port of 127.0.0.1 from this worker's range. */
export async function ownPort(): Promise<number> {
  for (let tries = 0; tries < PER_WORKER; tries++) {
    const port = FIRST + worker * PER_WORKER + next;
    next = (next + 1) % PER_WORKER;
    if (await isFree(port)) return port;
  }
  throw new Error('every port of this worker is taken');
}
