// Uploads of attachments by tus 1.0.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../server/clock.ts';
import { createBlobs } from '../../../server/storage/blobs.ts';
import { attachmentName } from '../../../server/storage/content-store.ts';
import { createFolderStore } from '../../../server/storage/folder-store.ts';
import { openBesideServer } from '../../../server/storage/open.ts';
import { attachmentOf, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import type { Answer } from '../../fakes/server/http.ts';
import {
  arrive,
  arrivedBytes,
  isStored,
  storedBytes,
  touch,
  unfinished,
} from '../../fakes/server/stored-contents.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const MEGABYTE = 1024 * 1024;
const CHUNK = { 'content-type': 'application/offset+octet-stream' };
let desk: TestServer;
let agent: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer({ environment: { ATTACHMENT_LIMIT_MB: '1' } });
  agent = await desk.activeAgent('requester@contoso.example');
});
afterEach(() => desk.close());

function begin(content: Buffer, by = agent, changes: Record<string, string> = {}) {
  const { sha256 } = attachmentOf(content);
  return by.tus('POST', '/v1/uploads', {
    headers: {
      'upload-length': String(content.length),
      'upload-metadata': `sha256 ${Buffer.from(sha256).toString('base64')}`,
      ...changes,
    },
  });
}

function pathOf(content: Buffer, by = agent): string {
  return `/v1/uploads/${by.id}-${attachmentOf(content).sha256}`;
}

test('a file sent in parts is stored under its hash', async () => {
  const content = randomBytes(300_000);
  const begun = await begin(content);
  expect(begun.status).toBe(201);
  expect(begun.headers.get('location')).toBe(pathOf(content));
  for (let offset = 0; offset < content.length; offset += 100_000) {
    const head = await agent.tus('HEAD', pathOf(content));
    expect(head.headers.get('upload-offset')).toBe(String(offset));
    const patched = await agent.tus('PATCH', pathOf(content), {
      headers: { ...CHUNK, 'upload-offset': String(offset) },
      body: content.subarray(offset, offset + 100_000),
    });
    expect(patched.status).toBe(204);
  }
  expect(await storedBytes(desk, content)).toEqual(content);
  expect(await unfinished(desk)).toEqual([]);
});

test('an upload can be resumed after a server restart', async () => {
  const content = randomBytes(200_000);
  await begin(content);
  const headers = { ...CHUNK, 'upload-offset': '0' };
  await agent.tus('PATCH', pathOf(content), { headers, body: content.subarray(0, 50_000) });
  const now = desk.clock.now();
  const id = `${agent.id}-${attachmentOf(content).sha256}`;
  await touch(desk, id, now);
  const { secret, identity } = agent;
  await desk.stop();
  await desk.start();
  const back = await desk.agent({ secret, identity });
  const head = await back.tus('HEAD', pathOf(content));
  expect(head.headers.get('upload-offset')).toBe('50000');
  const rest = { headers: { ...CHUNK, 'upload-offset': '50000' }, body: content.subarray(50_000) };
  expect((await back.tus('PATCH', pathOf(content), rest)).status).toBe(204);
  expect(await isStored(desk, content)).toBe(true);
});

test('a wrong offset is a conflict and changes nothing', async () => {
  const content = randomBytes(1000);
  await begin(content);
  const headers = { ...CHUNK, 'upload-offset': '500' };
  const patched = await agent.tus('PATCH', pathOf(content), { headers, body: content.subarray(500) });
  expect(failureOf(patched)).toMatchObject({ status: 409, code: 'invalid-request' });
  expect((await agent.tus('HEAD', pathOf(content))).headers.get('upload-offset')).toBe('0');
});

test('a file over the limit is refused before it is sent', async () => {
  const declared = await begin(Buffer.from('small'), agent, { 'upload-length': String(MEGABYTE + 1) });
  expect(failureOf(declared)).toMatchObject({
    status: 413,
    code: 'attachment-too-large',
    details: { limitMegabytes: 1 },
  });
  expect((await begin(randomBytes(MEGABYTE))).status).toBe(201);
});

test('more bytes than declared are refused', async () => {
  const content = randomBytes(1000);
  await begin(content);
  const headers = { ...CHUNK, 'upload-offset': '0' };
  const body = Buffer.concat([content, Buffer.from('more')]);
  expect(failureOf(await agent.tus('PATCH', pathOf(content), { headers, body })).status).toBe(413);
  expect(await isStored(desk, content)).toBe(false);
});

test('a refused body that is still being sent does not block its connection', async () => {
  const content = randomBytes(1000);
  await begin(content);
  const headers = { ...CHUNK, 'upload-offset': '0' };
  const refused = await agent.tus('PATCH', pathOf(content), { headers, body: randomBytes(20 * MEGABYTE) });
  expect(refused.status).toBe(413);
  // with a stopped clock no connection times out, so stopping waits for all of them
  await desk.stop();
  await desk.start();
});

test('a HEAD request during the hash check finds the upload complete', async () => {
  const content = randomBytes(MEGABYTE);
  await begin(content);
  let isSent = false;
  const headers = { ...CHUNK, 'upload-offset': '0' };
  const sent = agent.tus('PATCH', pathOf(content), { headers, body: content }).finally(() => {
    isSent = true;
  });
  const heads: Answer[] = [];
  while (!isSent) heads.push(await agent.tus('HEAD', pathOf(content)));
  expect((await sent).status).toBe(204);
  expect(heads.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
  expect(await storedBytes(desk, content)).toEqual(content);
});

test('content that does not match its hash is not stored, and can be sent again', async () => {
  const content = randomBytes(1000);
  const { sha256 } = attachmentOf(content);
  const damaged = await agent.upload(randomBytes(1000), sha256);
  expect(failureOf(damaged)).toMatchObject({ status: 422, code: 'attachment-hash-mismatch' });
  expect(await unfinished(desk)).toEqual([]);
  expect((await agent.tus('HEAD', pathOf(content))).status).toBe(404);
  expect((await agent.upload(content)).status).toBe(204);
});

test('content that replaces an upload during the hash check is not stored', async () => {
  const opened = await openBesideServer({ dataDir: desk.dataDir, databaseUrl: desk.database.databaseUrl });
  if (!opened.ok) throw new Error(opened.problem);
  const { db, close } = opened.storage;
  const contents = await createFolderStore({ db, dataDir: desk.dataDir });
  const blobs = createBlobs({ db, clock: desk.clock, contents });
  for (let moment = 0; moment < 40; moment += 1) {
    const content = randomBytes(1000);
    const { sha256 } = attachmentOf(content);
    const id = `${agent.id}-${sha256}`;
    const file = path.join(desk.dataDir, 'attachments', 'unfinished', id);
    await writeFile(file, content);
    const storing = blobs.store(agent.id, id, sha256);
    for (let turn = 0; turn < moment % 10; turn += 1) await setImmediate();
    await writeFile(file, randomBytes(1000));
    const stored = path.join(desk.dataDir, attachmentName(sha256));
    expect((await storing) && !readFileSync(stored).equals(content)).toBe(false);
  }
  await close();
});

test('HEAD and POST report a complete upload as complete', async () => {
  const content = randomBytes(1000);
  await agent.upload(content);
  for (const answer of [await agent.tus('HEAD', pathOf(content)), await begin(content)]) {
    expect(answer.headers.get('upload-offset')).toBe('1000');
    expect(answer.headers.get('upload-length')).toBe('1000');
  }
  expect(await unfinished(desk)).toEqual([]);
});

test('an upload whose last response was lost is finished by a HEAD request', async () => {
  const content = randomBytes(1000);
  await begin(content);
  const id = `${agent.id}-${attachmentOf(content).sha256}`;
  await arrive(desk, id, content);
  const head = await agent.tus('HEAD', pathOf(content));
  expect(head.headers.get('upload-offset')).toBe('1000');
  expect(await isStored(desk, content)).toBe(true);
});

test('an agent can neither see nor write another agent’s upload', async () => {
  const content = randomBytes(1000);
  await begin(content);
  const other = await desk.activeAgent('other@contoso.example');
  expect((await other.tus('HEAD', pathOf(content))).status).toBe(404);
  const headers = { ...CHUNK, 'upload-offset': '0' };
  expect(codeOf(await other.tus('PATCH', pathOf(content), { headers, body: content }))).toBe('not-found');
  const anonymous = await fetch(`${desk.url}${pathOf(content)}`, { method: 'HEAD' });
  expect(anonymous.status).toBe(401);
});

test.each([
  ['?', ''],
  ['?x=', '/'],
])('another agent’s upload after %s in the path does not replace the requested one', async (mark, end) => {
  const content = randomBytes(1000);
  await begin(content);
  const other = await desk.activeAgent('other@contoso.example');
  const disguised = `${pathOf(content, other)}${mark}${pathOf(content)}${end}`;
  expect((await other.tus('HEAD', disguised)).status).toBe(404);
  const headers = { ...CHUNK, 'upload-offset': '0' };
  const body = content.subarray(0, 10);
  expect(codeOf(await other.tus('PATCH', disguised, { headers, body }))).toBe('not-found');
  expect((await agent.tus('HEAD', pathOf(content))).headers.get('upload-offset')).toBe('0');
});

test('an agent that may not open tickets cannot upload', async () => {
  const content = randomBytes(1000);
  expect(codeOf(await begin(content, await desk.agent()))).toBe('agent-not-active');
  await begin(content);
  await desk.changeState('suspend', [agent]);
  const headers = { ...CHUNK, 'upload-offset': '0' };
  expect(codeOf(await agent.tus('PATCH', pathOf(content), { headers, body: content }))).toBe(
    'agent-suspended',
  );
  expect((await agent.tus('HEAD', pathOf(content))).headers.get('upload-offset')).toBe('0');
});

/** Its half is as much as a database stores at once. */
const whileSent = () => randomBytes(MEGABYTE);

/** Begins to send `content` in one request; returns what sends the rest of it, and answers. */
async function sendHalf(content: Buffer): Promise<() => Promise<Answer>> {
  await begin(content);
  const half = content.length / 2;
  const rest = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(new Uint8Array(content.subarray(0, half))),
    async pull(stream) {
      await rest.promise;
      stream.enqueue(new Uint8Array(content.subarray(half)));
      stream.close();
    },
  });
  const headers = { ...CHUNK, ...agent.authorization(), 'tus-resumable': '1.0.0', 'upload-offset': '0' };
  const init = { method: 'PATCH', headers, body, duplex: 'half' };
  const sent = fetch(`${desk.url}${pathOf(content)}`, init as RequestInit);
  const id = path.basename(pathOf(content));
  await until(async () => (await arrivedBytes(desk, id)) === half, 'half of it has arrived');
  return async () => {
    rest.resolve();
    const response = await sent;
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  };
}

test.each([
  ['retire', 'agent-retired'],
  ['suspend', 'agent-suspended'],
] as const)('nothing is kept of a file that an agent was sending at its %s', async (act, code) => {
  const content = whileSent();
  const finish = await sendHalf(content);
  await desk.changeState(act, [agent]);
  expect(failureOf(await finish())).toMatchObject({ status: 403, code });
  expect(await isStored(desk, content)).toBe(false);
  expect(await unfinished(desk)).toEqual([]);
  expect(await desk.rows('SELECT * FROM upload')).toEqual([]);
});

test('nothing is kept of a file that an agent was sending when its identity changed', async () => {
  const content = whileSent();
  const finish = await sendHalf(content);
  await desk.agent({ identity: { ...agent.identity, userName: 'CONTOSO\\other' }, secret: agent.secret });
  expect(codeOf(await finish())).toBe('agent-not-active');
  expect(await unfinished(desk)).toEqual([]);
  expect(await desk.rows('SELECT * FROM upload')).toEqual([]);
});

test('a suspended agent does not have a whole upload stored by asking for it', async () => {
  const content = randomBytes(1000);
  await begin(content);
  await arrive(desk, path.basename(pathOf(content)), content);
  await desk.changeState('suspend', [agent]);
  expect((await agent.tus('HEAD', pathOf(content))).status).toBe(403);
  expect(await isStored(desk, content)).toBe(false);
  expect(await unfinished(desk)).toEqual([]);
});

test('knowing the hash of another agent’s file does not give access to it', async () => {
  const content = randomBytes(1000);
  await agent.upload(content);
  const other = await desk.activeAgent('other@contoso.example');
  expect((await other.tus('HEAD', pathOf(content, other))).status).toBe(404);
  const stolen = ticketCommand({ attachments: [attachmentOf(content)] });
  const { results } = await other.sync([stolen]);
  expect(results).toMatchObject([{ outcome: 'held', error: { code: 'attachment-missing' } }]);
  expect((await other.upload(content)).status).toBe(204);
  expect((await other.sync([stolen])).results).toMatchObject([{ outcome: 'accepted' }]);
});

test.each([
  ['no hash', { 'upload-metadata': 'name ZmlsZQ==' }, 400],
  ['an invalid hash', { 'upload-metadata': `sha256 ${Buffer.from('../../etc').toString('base64')}` }, 400],
  ['no length', { 'upload-length': '0' }, 400],
  ['an invalid length', { 'upload-length': 'many' }, 400],
  ['another protocol version', { 'tus-resumable': '0.2.2' }, 400],
])('an upload with %s is refused as an ApiError', async (_what, headers, status) => {
  expect(failureOf(await begin(randomBytes(10), agent, headers))).toMatchObject({
    status,
    code: 'invalid-request',
  });
  expect(await unfinished(desk)).toEqual([]);
});

test('an upload without progress for a day is deleted, a younger one stays', async () => {
  const [old, young] = [randomBytes(1000), randomBytes(1000)];
  const now = desk.clock.now().getTime();
  for (const [content, age] of [[old, DAY] as const, [young, HOUR] as const]) {
    await begin(content);
    const id = `${agent.id}-${attachmentOf(content).sha256}`;
    const touched = new Date(now - age + HOUR / 2);
    await touch(desk, id, touched);
  }
  desk.clock.advance(HOUR);
  await desk.stop();
  await desk.start();
  const left = await until(async () => {
    const ids = await unfinished(desk);
    return ids.length === 1 && ids;
  });
  expect(left).toEqual([path.basename(pathOf(young))]);
});

test('a file without a reference for a week is deleted, and can be uploaded again', async () => {
  const [named, unnamed, young] = [randomBytes(1000), randomBytes(1000), randomBytes(1000)];
  const byStaff = Buffer.from(randomBytes(500).toString('hex'));
  for (const content of [named, unnamed]) await agent.upload(content);
  const technician = await desk.technician();
  await technician.ask(`/uploads/${attachmentOf(byStaff).sha256}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    text: byStaff.toString(),
  });
  expect(await isStored(desk, byStaff)).toBe(true);
  const ticket = ticketCommand({ attachments: [attachmentOf(named)] });
  expect(await agent.verdicts(ticket)).toEqual(['accepted']);
  desk.clock.advance(6 * DAY);
  await agent.upload(young);
  desk.clock.advance(DAY + HOUR);
  await until(
    async () => !(await isStored(desk, unnamed)) && !(await isStored(desk, byStaff)),
    'they are deleted',
  );
  for (const content of [named, young]) expect(await isStored(desk, content)).toBe(true);
  const remaining = [named, young].map((content) => attachmentOf(content).sha256).sort();
  expect((await desk.rows('SELECT sha256 FROM blob ORDER BY sha256')).map(({ sha256 }) => sha256)).toEqual(
    remaining,
  );
  expect(await desk.rows('SELECT sha256 FROM staff_upload')).toEqual([]);

  const late = ticketCommand({ attachments: [attachmentOf(unnamed)] });
  expect(await agent.verdicts(late)).toEqual(['held attachment-missing']);
  expect((await agent.tus('HEAD', pathOf(unnamed))).status).toBe(404);
  expect((await agent.upload(unnamed)).status).toBe(204);
  expect(await agent.verdicts(late)).toEqual(['accepted']);
});
