// Uploads of files for a technician's reply.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attachmentOf, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import type { Answer } from '../../fakes/server/http.ts';
import { isStored, storedBytes, unfinished } from '../../fakes/server/stored-contents.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const MEGABYTE = 1024 * 1024;
let desk: TestServer;
let technician: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer({ environment: { ATTACHMENT_LIMIT_MB: '1', ALLOWED_FILE_TYPES: 'png,pdf' } });
  // the first account, through the set-up link
  await desk.administrator();
  technician = await desk.technician();
});
afterEach(() => desk.close());

async function put(
  content: Buffer,
  { sha256 = attachmentOf(content).sha256, cookie = technician.cookie, body = {} as RequestInit } = {},
): Promise<Answer> {
  const response = await fetch(`${desk.url}/v1/console/uploads/${sha256}`, {
    method: 'PUT',
    headers: { cookie, origin: desk.url, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(content),
    ...body,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? null : JSON.parse(text),
  };
}

test('a file is stored under its hash for its uploader, and a repeated upload changes nothing', async () => {
  const content = randomBytes(MEGABYTE);
  expect((await put(content)).status).toBe(204);
  expect((await put(content)).status).toBe(204);
  expect(await storedBytes(desk, content)).toEqual(content);
  expect(await unfinished(desk)).toEqual([]);
  const { sha256 } = attachmentOf(content);
  expect(
    await desk.rows('SELECT email, sha256 FROM staff_upload JOIN staff ON staff.id = staff_upload.staff_id'),
  ).toEqual([{ email: 'tech@contoso.example', sha256 }]);
});

test('a damaged file is not stored', async () => {
  const content = randomBytes(1000);
  const { sha256 } = attachmentOf(Buffer.from('something else'));
  expect(failureOf(await put(content, { sha256 }))).toMatchObject({
    status: 422,
    code: 'attachment-hash-mismatch',
  });
  expect(await desk.rows('SELECT sha256 FROM staff_upload')).toEqual([]);
  expect(await unfinished(desk)).toEqual([]);
});

test('a file over the limit is refused, with or without a declared size', async () => {
  const content = randomBytes(MEGABYTE + 1);
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(content));
      controller.close();
    },
  });
  // a streamed body needs `duplex`, which the browser's types lack
  const undeclared = { body: stream, duplex: 'half' } as RequestInit;
  for (const body of [{}, undeclared]) {
    expect(failureOf(await put(content, { body }))).toMatchObject({
      status: 413,
      code: 'attachment-too-large',
      details: { limitMegabytes: 1 },
    });
  }
  expect(await isStored(desk, content)).toBe(false);
  expect(await unfinished(desk)).toEqual([]);
});

test('an empty file is refused', async () => {
  expect(codeOf(await put(Buffer.alloc(0)))).toBe('invalid-request');
});

test('an aborted upload leaves no file', async () => {
  const content = randomBytes(100_000);
  const cut = request(`${desk.url}/v1/console/uploads/${attachmentOf(content).sha256}`, {
    method: 'PUT',
    headers: { cookie: technician.cookie, origin: desk.url, 'content-length': content.length },
  });
  cut.on('error', () => {});
  cut.write(content.subarray(0, 50_000));
  await until(async () => (await unfinished(desk)).length === 1, 'the upload has begun');
  cut.destroy();
  await until(async () => (await unfinished(desk)).length === 0, 'the partial file is deleted');
  expect(await desk.rows('SELECT sha256 FROM staff_upload')).toEqual([]);
});

test('an upload needs a session, and a SHA-256 as its name', async () => {
  const content = randomBytes(10);
  expect(codeOf(await put(content, { sha256: '..%2Fserver.key' }))).toBe('invalid-request');
  expect(codeOf(await put(content, { cookie: '' }))).toBe('not-signed-in');
});

test('a reply has the file types and the total limit of a requester’s ticket', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const command = ticketCommand();
  await agent.sync([command]);
  const reply = (...attachments: unknown[]) =>
    technician.ask(`/tickets/${command.key}/replies`, {
      json: { body: 'See the file.', internal: false, attachments },
    });
  const content = randomBytes(10);
  await put(content);
  expect(failureOf(await reply(attachmentOf(content, 'run.exe')))).toMatchObject({
    status: 415,
    code: 'attachment-type-refused',
    details: { name: 'run.exe' },
  });
  const large = { ...attachmentOf(content), size: 51 * MEGABYTE };
  expect(failureOf(await reply(large, large))).toMatchObject({
    status: 413,
    code: 'attachments-too-large',
    details: { limitMegabytes: 100 },
  });
  expect((await reply(attachmentOf(content, 'Plan.PDF'))).status).toBe(200);
  expect((await technician.ask('/policy')).body).toEqual({
    attachmentMegabytes: 1,
    fileTypes: ['png', 'pdf'],
  });
});
