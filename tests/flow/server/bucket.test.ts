// A server whose attachments and releases lie in an S3 bucket.
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemChance } from '../../../server/chance.ts';
import { startServer } from '../../../server/index.ts';
import { createUploads } from '../../../server/intake/uploads.ts';
import { createLimits } from '../../../server/limits/limits.ts';
import { createBlobs } from '../../../server/storage/blobs.ts';
import { openBesideServer } from '../../../server/storage/open.ts';
import { openContents } from '../../../server/storage/open-contents.ts';
import { PART_BYTES } from '../../../server/storage/part-place.ts';
import { attachmentOf, ticketCommand } from '../../fakes/server/agent.ts';
import { environmentOf, type FakeBucket, startBucket } from '../../fakes/server/bucket.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { failureOf } from '../../fakes/server/codes.ts';
import { createSilentLog } from '../../fakes/server/log.ts';
import { ON_POSTGRES } from '../../fakes/server/own-database.ts';
import { runNode } from '../../fakes/server/program.ts';
import { openTestServer, type TestServer, testConfig } from '../../fakes/server/test-server.ts';

const BACKUP = path.join(import.meta.dirname, '../../../server/backup.ts');
const CHUNK = { 'content-type': 'application/offset+octet-stream' };
let bucket: FakeBucket;
let desk: TestServer;
beforeEach(async () => {
  bucket = await startBucket();
  desk = await openTestServer({ environment: environmentOf(bucket.config) });
});
afterEach(async () => {
  bucket.refuse = () => null;
  await desk.close();
  await bucket.close();
});

function uploadPath(agentId: string, content: Buffer): string {
  return `/v1/uploads/${agentId}-${attachmentOf(content).sha256}`;
}

test('an attachment lies in the bucket alone, and is read whole and in ranges', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const content = randomBytes(PART_BYTES + 1000);
  expect((await agent.upload(content)).status).toBe(204);
  const ticket = ticketCommand({ attachments: [attachmentOf(content)] });
  expect(await agent.verdicts(ticket)).toEqual(['accepted']);
  const keys = await bucket.keys();
  expect(keys).toHaveLength(2);
  expect(keys.every((key) => key.startsWith('guichet/'))).toBe(true);
  expect(await readdir(path.join(desk.dataDir, 'attachments'))).toEqual(['unfinished']);

  const url = `${desk.url}/v1/tickets/${ticket.key}/attachments/${attachmentOf(content).sha256}`;
  const whole = await fetch(url, { headers: agent.authorization() });
  expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);
  const etag = whole.headers.get('etag') ?? '';
  expect(etag).toBe(`"${attachmentOf(content).sha256}"`);
  const range = {
    ...agent.authorization(),
    range: `bytes=${PART_BYTES - 2}-${PART_BYTES + 1}`,
    'if-range': etag,
  };
  const part = await fetch(url, { headers: range });
  expect([part.status, part.headers.get('content-range')]).toEqual([
    206,
    `bytes ${PART_BYTES - 2}-${PART_BYTES + 1}/${content.length}`,
  ]);
  const bytes = Buffer.from(await part.arrayBuffer());
  expect(bytes.equals(content.subarray(PART_BYTES - 2, PART_BYTES + 2))).toBe(true);
  const head = await fetch(url, { method: 'HEAD', headers: agent.authorization() });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(content.length)]);
  expect((await fetch(url, { headers: { ...agent.authorization(), 'if-none-match': etag } })).status).toBe(
    304,
  );
});

test('an upload that one server began continues on another, which finishes it', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const content = randomBytes(2 * PART_BYTES);
  const { sha256 } = attachmentOf(content);
  const metadata = { 'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}` };
  await agent.tus('POST', '/v1/uploads', {
    headers: { 'upload-length': String(content.length), ...metadata },
  });
  const first = { headers: { ...CHUNK, 'upload-offset': '0' }, body: content.subarray(0, 700_000) };
  expect((await agent.tus('PATCH', uploadPath(agent.id, content), first)).status).toBe(204);

  const beside = await openBesideServer({ dataDir: desk.dataDir, databaseUrl: desk.database.databaseUrl });
  if (!beside.ok) throw new Error(beside.problem);
  const { db, close } = beside.storage;
  const shared = { db, clock: desk.clock, chance: systemChance, dataDir: desk.dataDir };
  const opened = await openContents({ ...shared, bucket: bucket.config, isShared: true });
  if (!opened.ok) throw new Error(opened.problem);
  const { contents } = opened;
  const other = createUploads({
    ...shared,
    contents,
    blobs: createBlobs({ ...shared, contents }),
    room: { note() {} },
    path: '/v1/uploads',
    limitMegabytes: 25,
    limits: createLimits(desk.clock),
    log: createSilentLog(),
  });
  const row = await db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .select(['agent.id', 'agent.requesterId', 'device.organisationId'])
    .where('agent.id', '=', agent.id)
    .executeTakeFirstOrThrow();
  const ask = (method: string, headers: Record<string, string>, body: Buffer | null) =>
    other.answer(
      row,
      new Request(`http://other.invalid${uploadPath(agent.id, content)}`, {
        method,
        headers: { 'tus-resumable': '1.0.0', ...headers },
        body: body && new Uint8Array(body),
      }),
    );
  expect((await ask('HEAD', {}, null)).headers.get('upload-offset')).toBe('700000');
  const stale = ask('PATCH', { ...CHUNK, 'upload-offset': '0' }, content);
  await expect(stale).rejects.toMatchObject({ status: 409 });
  const rest = content.subarray(700_000);
  const done = await ask('PATCH', { ...CHUNK, 'upload-offset': '700000' }, rest);
  expect([done.status, done.headers.get('upload-offset')]).toEqual([204, String(content.length)]);
  contents.close();
  await close();

  const head = await agent.tus('HEAD', uploadPath(agent.id, content));
  expect(head.headers.get('upload-offset')).toBe(String(content.length));
  const ticket = ticketCommand({ attachments: [attachmentOf(content)] });
  expect(await agent.verdicts(ticket)).toEqual(['accepted']);
});

test.each([
  ['is full', { status: 507, code: 'XMinioStorageFull' }],
  ['is read-only', { status: 403, code: 'AccessDenied' }],
])('a bucket that %s loses nothing: the client is told, and sends the rest later', async (_what, refusal) => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const content = randomBytes(3 * PART_BYTES);
  const { sha256 } = attachmentOf(content);
  const metadata = { 'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}` };
  await agent.tus('POST', '/v1/uploads', {
    headers: { 'upload-length': String(content.length), ...metadata },
  });
  let puts = 0;
  bucket.refuse = (method) => {
    if (method !== 'PUT') return null;
    puts += 1;
    return puts > 1 ? refusal : null;
  };
  const target = uploadPath(agent.id, content);
  const sent = await agent.tus('PATCH', target, {
    headers: { ...CHUNK, 'upload-offset': '0' },
    body: content,
  });
  expect(failureOf(sent)).toMatchObject({ status: 503, code: 'files-unavailable' });
  expect(JSON.stringify(sent.body)).toContain('What had arrived is kept');
  const reached = Number((await agent.tus('HEAD', target)).headers.get('upload-offset'));
  expect(reached).toBe(PART_BYTES);

  bucket.refuse = () => null;
  const headers = { ...CHUNK, 'upload-offset': String(reached) };
  expect((await agent.tus('PATCH', target, { headers, body: content.subarray(reached) })).status).toBe(204);
  const ticket = ticketCommand({ attachments: [attachmentOf(content)] });
  expect(await agent.verdicts(ticket)).toEqual(['accepted']);
});

// a backup is of SQLite
const onSqlite = ON_POSTGRES ? null : test;
onSqlite?.('a backup says how many files are in the bucket, and has none of them', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const content = randomBytes(1000);
  await agent.upload(content);
  await agent.sync([ticketCommand({ attachments: [attachmentOf(content)] })]);
  const to = path.join(desk.dataDir, 'backup.tar');
  const program = runNode(BACKUP, ['--to', to], { DATA_DIR: desk.dataDir });
  expect(await program.ended()).toBe(0);
  expect(program.output.out).toContain('the database and 0 attachments, checked');
  expect(program.output.out).toContain('warning: 1 files lie in the bucket');
});

test('a bucket that does not answer is said to whoever wants a file', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const content = randomBytes(1000);
  await agent.upload(content);
  const ticket = ticketCommand({ attachments: [attachmentOf(content)] });
  await agent.sync([ticket]);
  bucket.refuse = (method) => (method === 'GET' ? { status: 503, code: 'SlowDown' } : null);
  const [row] = await desk.rows('SELECT id FROM attachment');
  const technician = await desk.technician();
  const answer = await technician.ask(`/attachments/${row?.id}`);
  expect(failureOf(answer)).toMatchObject({ status: 503, code: 'files-unavailable' });
});

test.each<[string, Record<string, string>, FakeBucket['refuse'], RegExp]>([
  [
    'does not exist',
    { S3_BUCKET: 'another' },
    () => null,
    /^S3_BUCKET is "another": the storage has no such bucket/,
  ],
  [
    'cannot be written',
    {},
    (method) => (method === 'PUT' ? { status: 403, code: 'AccessDenied' } : null),
    /^S3_BUCKET is "guichet-files": this account may not put, get, list and delete/,
  ],
  [
    'cannot be cleared',
    {},
    (method) => (method === 'DELETE' ? { status: 403, code: 'AccessDenied' } : null),
    /^S3_BUCKET is "guichet-files": this account may not/,
  ],
  [
    'does not know the key',
    {},
    () => ({ status: 403, code: 'InvalidAccessKeyId' }),
    /^S3_ACCESS_KEY_ID is not usable: the storage does not know this key/,
  ],
  [
    'does not accept the secret',
    {},
    () => ({ status: 403, code: 'SignatureDoesNotMatch' }),
    /^S3_SECRET_ACCESS_KEY is not usable: it is not the secret/,
  ],
  [
    'is behind a wrong address',
    { S3_ENDPOINT: 'http://127.0.0.1:1' },
    () => null,
    /^S3_ENDPOINT is "http:\/\/127\.0\.0\.1:1": no storage answers there \(ECONNREFUSED\)/,
  ],
])('a server does not start on a bucket that %s', async (_what, more, refuse, sentence) => {
  bucket.refuse = refuse;
  const dataDir = path.join(desk.dataDir, 'new');
  const config = testConfig(dataDir, { ...environmentOf(bucket.config), ...more });
  const started = startServer(config, { log: createSilentLog(), clock: createClock() });
  const failure: unknown = await started.catch((problem: unknown) => problem);
  expect(failure).toMatchObject({ message: expect.stringMatching(sentence) });
  expect(String(failure)).not.toContain('test-secret');
});

test('a server without the bucket does not start on a database whose attachments lie in one', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  await agent.upload(randomBytes(10));
  await desk.stop();
  const config = testConfig(desk.dataDir, { ...desk.settings });
  const started = startServer(config, { log: createSilentLog(), clock: createClock() });
  await expect(started).rejects.toThrow(/^S3_BUCKET is not set: expected the bucket/);
  await desk.start();
});

test('a server with another bucket does not start where files lie in this one, unless they were copied', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const content = randomBytes(10);
  await agent.upload(content);
  await agent.sync([ticketCommand({ attachments: [attachmentOf(content)] })]);
  await desk.stop();
  const other = await startBucket();
  const start = (more: Record<string, string> = {}) =>
    startServer(testConfig(desk.dataDir, { ...desk.settings, ...environmentOf(other.config), ...more }), {
      log: createSilentLog(),
      clock: createClock(),
    });
  const refused = await start().catch((failure: unknown) => failure);
  expect(String(refused)).toContain(
    `S3_BUCKET, S3_ENDPOINT and S3_PREFIX name the bucket "guichet-files" of ${other.config.endpoint} under "guichet/", but files of this database are stored in the bucket "guichet-files" of ${bucket.config.endpoint} under "guichet/": expected that one, or all its objects copied and S3_REPLACES=`,
  );
  const [, mark = ''] = /S3_REPLACES=([0-9a-f]{8}) /.exec(String(refused)) ?? [];
  await expect(start({ S3_REPLACES: mark })).rejects.toThrow(
    /^S3_REPLACES is [0-9a-f]{8}, but the bucket "guichet-files" of .+ has no object "guichet\/.+" of the former place: copy all/,
  );
  await bucket.copyTo(other);
  other.refuse = (method, path) =>
    method === 'GET' && !path.includes('check-') && !path.includes('list-type')
      ? { status: 403, code: 'AccessDenied' }
      : null;
  await expect(start({ S3_REPLACES: mark })).rejects.toThrow(
    /^S3_BUCKET is "guichet-files": this account may/,
  );
  other.refuse = () => null;
  await (await start({ S3_REPLACES: mark })).close();
  // objects that are lost later do not keep a server from its start
  other.refuse = (method, path) =>
    path.includes('check-') || method !== 'GET' || path.includes('list-type')
      ? null
      : { status: 404, code: 'NoSuchKey' };
  await (await start({ S3_REPLACES: mark })).close();
  await (await start()).close();
  await other.close();
  // what is left of the setting replaces nothing else
  await expect(desk.start()).rejects.toThrow(/^S3_BUCKET, S3_ENDPOINT and S3_PREFIX name the bucket/);
  await desk.alter(
    "UPDATE agreement SET value = replace(value, ?, ?) WHERE name = 'place'",
    other.config.endpoint,
    bucket.config.endpoint,
  );
  await desk.start();
});
