import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendFile } from '../../../../server/http/file-answer.ts';

const CONTENT = Buffer.from(Array.from({ length: 100 }, (_, index) => index));
/** an installer's name, with characters that a URL escapes */
const NAME = 'Guichet Setup 100%25 #1.exe';
let folder: string;
let app: FastifyInstance;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-files-'));
  await writeFile(path.join(folder, NAME), CONTENT);
  app = Fastify();
  app.get('/file', (request, reply) => sendFile(request, reply, path.join(folder, NAME)));
  app.get('/gone', (request, reply) => sendFile(request, reply, path.join(folder, 'gone.exe')));
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const ask = (headers: Record<string, string>, method: 'GET' | 'HEAD' = 'GET') =>
  app.inject({ url: '/file', method, headers });

describe('a file', () => {
  it.each([
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=9-1', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=0-1,5-6', 'whole'],
    ['lines=1-2', 'whole'],
    [undefined, 'whole'],
  ])('of 100 bytes, requested with %s', async (range, expected) => {
    const answer = await ask(range === undefined ? {} : { range });
    if (expected === 'unsatisfiable') {
      expect([answer.statusCode, answer.headers['content-range']]).toEqual([416, 'bytes */100']);
    } else if (expected === 'whole') {
      expect(answer.statusCode).toBe(200);
      expect(answer.rawPayload).toEqual(CONTENT);
    } else if (typeof expected === 'object') {
      const { start, end } = expected;
      expect([answer.statusCode, answer.headers['content-range']]).toEqual([
        206,
        `bytes ${start}-${end}/100`,
      ]);
      expect(answer.rawPayload).toEqual(CONTENT.subarray(start, end + 1));
    }
  });

  it('is not cacheable, and supports ranges', async () => {
    const { headers } = await ask({});
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '100',
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
    });
  });

  it('is not sent again when unchanged, and a range of a changed file gets the whole file', async () => {
    const { etag } = (await ask({})).headers;
    expect((await ask({ 'if-none-match': String(etag) })).statusCode).toBe(304);
    expect((await ask({ range: 'bytes=0-9', 'if-range': String(etag) })).statusCode).toBe(206);
    const changed = await ask({ range: 'bytes=0-9', 'if-range': '"another"' });
    expect([changed.statusCode, changed.rawPayload]).toEqual([200, CONTENT]);
    expect((await ask({ 'if-match': '"another"' })).statusCode).toBe(412);
  });

  it('is not read for a HEAD request', async () => {
    const answer = await ask({}, 'HEAD');
    expect([answer.statusCode, answer.headers['content-length'], answer.payload]).toEqual([200, '100', '']);
  });

  it('that is missing is a server error', async () => {
    expect((await app.inject('/gone')).statusCode).toBe(500);
  });
});
