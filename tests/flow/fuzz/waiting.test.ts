// The judge of slow answers, on a small server whose answers are slow in different ways.
import { pbkdf2Sync } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leastWait } from './waiting.ts';

/**
 * In milliseconds: what takes `LONG` is seen, and what does not is not. While another program has the processor, nothing counts
 * as waiting: a busy machine takes a part of it.
 */
const [MOST, LONG] = [200, 2_000];

let server: Server;
let url = '';
let requests = 0;

const WAYS: Readonly<Record<string, () => Promise<void> | void>> = {
  '/simple': () => {},
  '/waits': () => wait(LONG),
  '/blocks': () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LONG),
  '/works': () => void pbkdf2Sync('', '', 1_000_000, 32, 'sha256'),
  // as a machine does that is busy with something else
  '/waits-once': () => (requests === 1 ? wait(LONG) : undefined),
  // in this order: Node counts the time of a timer from before the work that precedes it
  '/waits-and-works': async () => {
    await wait(LONG);
    await WAYS['/works']?.();
  },
};

beforeAll(async () => {
  const answer: RequestListener = async ({ url: path = '' }, response) => {
    if (path !== '/simple') requests += 1;
    await WAYS[path]?.();
    response.end();
  };
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const call = (path: string) => async () => (await fetch(url + path)).text();

async function leastWaitOf(path: string): Promise<number> {
  requests = 0;
  return leastWait(call(path), call('/simple'), MOST);
}

test.each(['/waits', '/blocks', '/waits-and-works'])(
  'an answer that %s is slow each time',
  async (path) => {
    expect(await leastWaitOf(path)).toBeGreaterThan(MOST);
  },
  120_000,
);

test.each(['/simple', '/works', '/waits-once'])('an answer that %s does not wait', async (path) => {
  expect(await leastWaitOf(path)).toBeLessThanOrEqual(MOST);
});
