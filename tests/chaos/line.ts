// The line between the agents and the servers of a history: passes requests on, and does to some of them what networks do.
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { LINE_FAULTS, type LineFault } from './faults.ts';

/** How long a request or an answer is held back, in milliseconds: longer than its sender waits. */
const LATE = 900;
/** How long before a request is sent again, in milliseconds: what was sent after it has arrived. */
const AGAIN_AFTER = 250;

export interface Line {
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Faults that make sense for a request without a body. */
const OF_READS = LINE_FAULTS.filter((fault) => fault !== 'request-cut' && fault !== 'bit-flipped');
/** A flipped bit in JSON may mean something else; a file has a hash. */
const OF_SYNCS = LINE_FAULTS.filter((fault) => fault !== 'bit-flipped');
/** Files are few, and of all that happens to them this alone needs their hash. */
const OF_FILES = [
  ...LINE_FAULTS,
  ...LINE_FAULTS.filter((fault) => fault === 'bit-flipped'),
  'bit-flipped',
  'bit-flipped',
] as const;

/**
 * `target` is the address of a server that is up now, or null. `next` draws what happens to the next request. A request held back
 * is `pending` until it has arrived.
 */
export async function openLine(parts: {
  target(): string | null;
  next(among: readonly LineFault[]): LineFault | null;
  pending(change: 1 | -1): void;
}): Promise<Line> {
  const { target, next, pending } = parts;

  function forward(from: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const to = target();
      if (to === null) return reject(new Error('no server is up'));
      const headers = { ...from.headers, 'content-length': String(body.length) };
      const passed = send(
        new URL(from.url ?? '/', to),
        { method: from.method, headers, agent: false },
        (answer) => {
          buffer(answer).then(
            (whole) => resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: whole }),
            reject,
          );
        },
      );
      passed.on('error', reject);
      passed.end(body);
    });
  }

  /** The stream is passed on as it comes. */
  function stream(from: IncomingMessage, to: ServerResponse): void {
    const server = target();
    if (server === null) return void from.destroy();
    const passed = send(
      new URL(from.url ?? '/', server),
      { headers: from.headers, agent: false },
      (answer) => {
        to.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.on('error', () => to.destroy()).pipe(to);
      },
    );
    passed.on('error', () => to.destroy());
    to.on('close', () => passed.destroy());
    passed.end();
  }

  function later(milliseconds: number, act: () => unknown): void {
    pending(1);
    setTimeout(
      () =>
        void Promise.resolve()
          .then(act)
          .catch(() => {})
          .finally(() => pending(-1)),
      milliseconds,
    );
  }

  function reply(to: ServerResponse, { status, headers, body }: Answer): void {
    const { 'transfer-encoding': _, connection: __, ...kept } = headers;
    to.writeHead(status, { ...kept, 'content-length': String(body.length) }).end(body);
  }

  const page = (status: number, text: string): Answer => ({
    status,
    headers: { 'content-type': 'text/html', ...(status === 429 && { 'retry-after': '1' }) },
    body: Buffer.from(`<html><body>${text}</body></html>`),
  });

  async function pass(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const path = from.url ?? '';
    if (path.startsWith('/v1/events')) return stream(from, to);
    const body = await buffer(from);
    const isFile = from.method === 'PATCH';
    const fault = next(body.length === 0 ? OF_READS : isFile ? OF_FILES : OF_SYNCS);
    const drop = () => void from.socket.destroy();
    switch (fault) {
      case null:
        return reply(to, await forward(from, body));
      case 'request-lost':
        return drop();
      case 'answer-lost':
        await forward(from, body);
        return drop();
      case 'request-late':
        return later(LATE, () => forward(from, body));
      case 'answer-late': {
        const answer = await forward(from, body);
        return later(LATE, () => reply(to, answer));
      }
      case 'twice': {
        const [one, other] = await Promise.allSettled([forward(from, body), forward(from, body)]);
        const answer = [other, one].find((settled) => settled.status === 'fulfilled');
        return answer ? reply(to, answer.value) : drop();
      }
      case 'again-later': {
        const answer = await forward(from, body);
        later(AGAIN_AFTER, () => forward(from, body));
        return reply(to, answer);
      }
      case 'request-cut':
        await forward(from, body.subarray(0, Math.floor(body.length / 2)));
        return drop();
      case 'answer-cut': {
        const answer = await forward(from, body);
        to.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length) });
        to.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => to.destroy());
        return;
      }
      case 'bit-flipped': {
        const flipped = Buffer.from(body);
        const middle = Math.floor(flipped.length / 2);
        flipped[middle] = (flipped[middle] ?? 0) ^ 1;
        return reply(to, await forward(from, flipped));
      }
      case 'status-429':
        return reply(to, page(429, 'Too many requests'));
      case 'status-500':
        return reply(to, page(500, 'Internal error'));
      case 'status-502':
        return reply(to, page(502, 'Bad gateway'));
      case 'portal':
        return reply(to, page(200, 'Sign in to the network'));
    }
  }

  const http = createServer((from, to) => void pass(from, to).catch(() => from.socket.destroy()));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
