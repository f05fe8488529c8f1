import { Readable } from 'node:stream';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendContent } from '../../../../server/http/content-answer.ts';
import type { ByteRange } from '../../../../server/storage/content-store.ts';

const CONTENT = Buffer.from(Array.from({ length: 100 }, (_, index) => index));
const STORED = { size: 100, storedAt: new Date('2030-01-02T08:00:00.500Z') };
const SECOND = 'Wed, 02 Jan 2030 08:00:00 GMT';
const BEFORE = 'Wed, 02 Jan 2030 07:59:59 GMT';
let app: FastifyInstance;
const opened: (ByteRange | undefined)[] = [];
beforeAll(() => {
  app = Fastify();
  const open = async (range?: ByteRange) => {
    opened.push(range);
    return Readable.from([CONTENT.subarray(range?.start, range && range.end + 1)]);
  };
  for (const [url, etag] of [
    ['/file', '"strong"'],
    ['/weak', 'W/"weak"'],
  ] as const)
    app.get(url, (request, reply) =>
      sendContent(request, reply.type('application/octet-stream'), { ...STORED, etag, open }),
    );
  app.get('/empty', (request, reply) =>
    sendContent(request, reply, { ...STORED, size: 0, etag: '"0"', open: async () => Readable.from([]) }),
  );
  app.get('/gone', (request, reply) =>
    sendContent(request, reply, {
      ...STORED,
      etag: '"gone"',
      open: () => Promise.reject(new Error('not there')),
    }),
  );
});
afterAll(() => app.close());

const ask = (headers: Record<string, string>, method: 'GET' | 'HEAD' = 'GET', url = '/file') =>
  app.inject({ url, method, headers });

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
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=-', 'whole'],
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

  it('has a weak tag in a folder, which is matched as such', async () => {
    const weak = (headers: Record<string, string>) => ask(headers, 'GET', '/weak');
    expect((await weak({ 'if-none-match': '"other", W/"weak"' })).statusCode).toBe(304);
    expect((await weak({ range: 'bytes=0-9', 'if-range': 'W/"weak"' })).statusCode).toBe(206);
    expect((await weak({ 'if-match': '*' })).statusCode).toBe(200);
  });

  it.each([
    [{ 'if-modified-since': SECOND }, 304],
    [{ 'if-modified-since': BEFORE }, 200],
    [{ 'if-unmodified-since': BEFORE }, 412],
    [{ 'if-unmodified-since': SECOND }, 200],
    [{ range: 'bytes=0-9', 'if-range': SECOND }, 206],
    [{ range: 'bytes=0-9', 'if-range': BEFORE }, 200],
    [{ range: 'bytes=0-9', 'if-range': 'yesterday' }, 200],
  ])('stored at a known second, requested with %j, is answered with %i', async (headers, status) => {
    expect((await ask(headers)).statusCode).toBe(status);
  });

  it('without bytes has no range', async () => {
    const answer = await ask({ range: 'bytes=0-' }, 'GET', '/empty');
    expect([answer.statusCode, answer.headers['content-range']]).toEqual([416, 'bytes */0']);
    expect((await ask({}, 'GET', '/empty')).headers['content-length']).toBe('0');
  });

  it('is not read for a HEAD request', async () => {
    opened.length = 0;
    const answer = await ask({}, 'HEAD');
    expect(opened).toEqual([]);
    expect([answer.statusCode, answer.headers['content-length'], answer.payload]).toEqual([200, '100', '']);
  });

  it('that is missing is a server error', async () => {
    expect((await app.inject('/gone')).statusCode).toBe(500);
  });
});
