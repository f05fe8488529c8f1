// One contract for the three stores of contents: a folder, the database, an S3 bucket.
import { createHash, randomBytes } from 'node:crypto';
import { rm, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY } from '../../../server/clock.ts';
import {
  attachmentName,
  type ByteRange,
  type ContentStore,
  expectedSha256,
  FilesUnavailable,
  UploadMoved,
} from '../../../server/storage/content-store.ts';
import { PART_BYTES } from '../../../server/storage/part-place.ts';
import { openTestContents, type StoreKind, type TestContents } from '../../fakes/server/content-stores.ts';
import { ON_POSTGRES } from '../../fakes/server/own-database.ts';

const SENDER = '0198a000-0000-7000-8000-000000000001';
const nothing = async () => {};
let opened: TestContents;
let store: ContentStore;

const sha256Of = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const idOf = (content: Buffer) => `${SENDER}-${sha256Of(content)}`;
const nameOf = (content: Buffer) => attachmentName(sha256Of(content));

/** A stream of the pieces, which then fails where a failure is given. */
async function* stream(content: Buffer, pieceBytes = 100_000, failure?: Error): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += pieceBytes) yield content.subarray(at, at + pieceBytes);
  if (failure) throw failure;
}

const begin = (content: Buffer, by = store) =>
  by.begin({ id: idOf(content), sender: SENDER, size: content.length, metadata: { sha256: 'abc' } });

const keep = (content: Buffer, by = store, hash = expectedSha256(sha256Of(content)), record = nothing) =>
  by.keep(idOf(content), { name: nameOf(content), hash }, record);

async function put(content: Buffer, by = store): Promise<boolean> {
  await begin(content, by);
  await by.append(idOf(content), 0, stream(content));
  return keep(content, by);
}

async function read(content: Buffer, range?: ByteRange, by = store): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await by.open(nameOf(content), range)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What lies in the store beside what has a name. */
async function leftOver(): Promise<unknown[]> {
  const { db } = opened;
  const unnamed = await db.selectFrom('content').selectAll().where('name', 'is', null).execute();
  const parts = await db.selectFrom('contentPart').select(['contentId', 'objectKey']).execute();
  const keys = (await opened.bucket?.keys()) ?? [];
  const orphans = keys.filter((key) => !parts.some(({ objectKey }) => objectKey === key));
  return [...unnamed, ...orphans, ...(await store.uploadsOf(SENDER))];
}

describe.each<StoreKind>(['folder', 'database', 'bucket'])('contents in a %s', (kind) => {
  beforeEach(async () => {
    opened = await openTestContents(kind);
    store = opened.store;
  });
  afterEach(() => opened.close());

  test.each([0, 1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES, 5 * 1024 * 1024])(
    'a content of %i bytes is read as it was sent',
    async (size) => {
      const content = randomBytes(size);
      expect(await put(content)).toBe(true);
      expect(await store.find(nameOf(content))).toMatchObject({ size });
      expect((await read(content)).equals(content)).toBe(true);
      expect(await leftOver()).toEqual([]);
    },
  );

  test('ranges are read over the borders of parts', async () => {
    const content = randomBytes(3 * PART_BYTES + 10);
    await put(content);
    const edge = PART_BYTES;
    for (const [start, end] of [
      [0, 0],
      [edge - 1, edge - 1],
      [edge, edge],
      [edge - 1, edge],
      [edge - 5, 2 * edge + 5],
      [3 * edge, content.length - 1],
      [content.length - 1, content.length + 100],
    ] as const) {
      const part = await read(content, { start, end });
      expect(part.equals(content.subarray(start, end + 1)), `${start}-${end}`).toBe(true);
    }
  });

  test('what is not stored is not found', async () => {
    const content = randomBytes(10);
    expect(await store.find(nameOf(content))).toBeNull();
    await expect(store.open(nameOf(content))).rejects.toThrow();
    expect(await store.findUpload(idOf(content))).toBeNull();
    await expect(store.append(idOf(content), 0, stream(content))).rejects.toThrow(UploadMoved);
    await expect(keep(content)).rejects.toThrow(UploadMoved);
  });

  test('a content is not served before its hash is verified', async () => {
    const content = randomBytes(1000);
    await begin(content);
    await store.append(idOf(content), 0, stream(content));
    expect(await store.find(nameOf(content))).toBeNull();
    await expect(store.open(nameOf(content))).rejects.toThrow();
  });

  test.each(['sha256', 'sha512'] as const)('a content with a wrong %s is not kept', async (algorithm) => {
    const content = randomBytes(PART_BYTES + 5);
    await begin(content);
    await store.append(idOf(content), 0, stream(content));
    const digest = createHash(algorithm).update('other').digest('base64');
    let recorded = 0;
    const record = async () => {
      recorded += 1;
    };
    expect(await keep(content, store, { algorithm, encoding: 'base64', digest }, record)).toBe(false);
    expect(recorded).toBe(0);
    expect(await store.find(nameOf(content))).toBeNull();
    expect(await leftOver()).toEqual([]);
  });

  test('a content with a right SHA-512 is kept', async () => {
    const content = randomBytes(PART_BYTES + 5);
    await begin(content);
    await store.append(idOf(content), 0, stream(content));
    const digest = createHash('sha512').update(content).digest('base64');
    expect(await keep(content, store, { algorithm: 'sha512', encoding: 'base64', digest })).toBe(true);
    expect((await read(content)).equals(content)).toBe(true);
  });

  test('a failure to record leaves the content unnamed, and it can be kept again', async () => {
    const content = randomBytes(1000);
    await begin(content);
    await store.append(idOf(content), 0, stream(content));
    const failing = () => Promise.reject(new Error('no row'));
    await expect(keep(content, store, undefined, failing)).rejects.toThrow('no row');
    if (kind !== 'folder') expect(await store.find(nameOf(content))).toBeNull();
    expect(await put(content)).toBe(true);
    expect((await read(content)).equals(content)).toBe(true);
    expect(await leftOver()).toEqual([]);
  });

  test('what arrived before a stream broke is kept, and another server continues there', async () => {
    const content = randomBytes(2 * PART_BYTES + 1000);
    const cut = PART_BYTES + 300;
    await begin(content);
    const broken = new Error('the connection is gone');
    const sent = stream(content.subarray(0, cut), 70_000, broken);
    await expect(store.append(idOf(content), 0, sent)).rejects.toBe(broken);
    const other = await opened.another();
    expect(await other.findUpload(idOf(content))).toMatchObject({
      sender: SENDER,
      size: content.length,
      offset: cut,
      metadata: { sha256: 'abc' },
    });
    expect(await other.append(idOf(content), cut, stream(content.subarray(cut)))).toBe(content.length);
    expect(await keep(content, other)).toBe(true);
    expect((await read(content)).equals(content)).toBe(true);
    expect(await leftOver()).toEqual([]);
  });

  test('an upload in many small pieces is one content', async () => {
    const content = randomBytes(PART_BYTES + 40);
    await begin(content);
    let offset = await store.append(idOf(content), 0, stream(content.subarray(0, PART_BYTES - 40)));
    while (offset < content.length) {
      offset = await store.append(idOf(content), offset, stream(content.subarray(offset, offset + 16)));
    }
    expect(await keep(content)).toBe(true);
    expect((await read(content)).equals(content)).toBe(true);
    expect(await leftOver()).toEqual([]);
  });

  test('a wrong offset changes nothing', async () => {
    const content = randomBytes(1000);
    await begin(content);
    await store.append(idOf(content), 0, stream(content.subarray(0, 500)));
    for (const offset of [0, 499, 501]) {
      await expect(store.append(idOf(content), offset, stream(content))).rejects.toThrow(UploadMoved);
    }
    expect(await store.findUpload(idOf(content))).toMatchObject({ offset: 500 });
  });

  test('an upload that is not whole is not kept', async () => {
    const content = randomBytes(1000);
    await begin(content);
    await store.append(idOf(content), 0, stream(content.subarray(0, 500)));
    await expect(keep(content)).rejects.toThrow(UploadMoved);
    await store.append(idOf(content), 500, stream(content.subarray(500)));
    expect(await keep(content)).toBe(true);
  });

  test('an upload that begins anew loses what had arrived', async () => {
    const content = randomBytes(PART_BYTES + 1000);
    await begin(content);
    await store.append(idOf(content), 0, stream(randomBytes(PART_BYTES + 10)));
    await begin(content);
    expect(await store.findUpload(idOf(content))).toMatchObject({ offset: 0 });
    expect(await store.uploadsOf(SENDER)).toEqual([idOf(content)]);
    await store.append(idOf(content), 0, stream(content));
    expect(await keep(content)).toBe(true);
    expect(await leftOver()).toEqual([]);
  });

  test('an upload of unknown size is whole when it is kept', async () => {
    const content = randomBytes(PART_BYTES + 1);
    const id = 'staff-0198a000';
    await store.begin({ id, sender: 'staff', size: null });
    await store.append(id, 0, stream(content));
    expect(await store.uploadsOf('staff')).toEqual([id]);
    const as = { name: nameOf(content), hash: expectedSha256(sha256Of(content)) };
    const sizes: number[] = [];
    expect(await store.keep(id, as, async (_transaction, size) => void sizes.push(size))).toBe(true);
    expect(sizes).toEqual([content.length]);
    expect(await store.uploadsOf('staff')).toEqual([]);
  });

  test('an upload without progress for a day is removed, a younger one stays', async () => {
    const [old, young] = [randomBytes(PART_BYTES + 1), randomBytes(10)];
    await begin(old);
    await store.append(idOf(old), 0, stream(old));
    const before = opened.clock.now();
    const file = path.join(opened.dataDir, 'attachments', 'unfinished', idOf(old));
    // of a file its own time counts
    if (kind === 'folder') await utimes(file, 0, 0);
    opened.clock.advance(DAY);
    await begin(young);
    await store.removeAbandoned(new Date(kind === 'folder' ? 1000 : before.getTime() + 1));
    expect(await store.uploadsOf(SENDER)).toEqual([idOf(young)]);
    await store.discard(idOf(young));
    await store.discard(idOf(young));
    expect(await leftOver()).toEqual([]);
  });

  test('what is removed is gone, and can be stored again', async () => {
    const [content, other] = [randomBytes(PART_BYTES + 1), randomBytes(10)];
    await put(content);
    await put(other);
    await store.remove(async () => [nameOf(content), 'attachments/ab/unknown']);
    expect(await store.find(nameOf(content))).toBeNull();
    expect((await read(other)).equals(other)).toBe(true);
    expect(await leftOver()).toEqual([]);
    expect(await put(content)).toBe(true);
    expect((await read(content)).equals(content)).toBe(true);
  });

  test('a removal that cannot forget the rows removes nothing', async () => {
    const content = randomBytes(10);
    await put(content);
    await expect(store.remove(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await read(content)).equals(content)).toBe(true);
  });

  test('another content of the same name replaces the first', async () => {
    const [first, second] = [randomBytes(PART_BYTES + 1), randomBytes(20)];
    await put(first);
    const id = 'release-0198a000';
    await store.begin({ id, sender: 'release', size: null });
    await store.append(id, 0, stream(second));
    expect(await store.keep(id, { name: nameOf(first), hash: null }, nothing)).toBe(true);
    expect((await read(first)).equals(second)).toBe(true);
    expect(await leftOver()).toEqual([]);
  });

  test('the same content, sent by many at the same time while it is removed, is whole or absent', async () => {
    const content = randomBytes(PART_BYTES + 100);
    const others = Array.from({ length: 4 }, (_, index) => `0198a000-0000-7000-8000-00000000001${index}`);
    for (let round = 0; round < 3; round += 1) {
      const stores = others.map(async (sender) => {
        const id = `${sender}-${sha256Of(content)}`;
        await store.begin({ id, sender, size: content.length });
        await store.append(id, 0, stream(content));
        return store.keep(id, { name: nameOf(content), hash: expectedSha256(sha256Of(content)) }, nothing);
      });
      const removals = others.map(() => store.remove(async () => [nameOf(content)]));
      expect(await Promise.all(stores)).toEqual(others.map(() => true));
      await Promise.all(removals);
      if (await store.find(nameOf(content))) expect((await read(content)).equals(content)).toBe(true);
      expect(await leftOver()).toEqual([]);
    }
    await put(content);
    expect((await read(content)).equals(content)).toBe(true);
  });

  test('a content of 50 MB is not held in memory while a slow reader takes it', async () => {
    const piece = randomBytes(1024 * 1024);
    const content = Buffer.concat(Array.from({ length: 50 }, () => piece));
    await put(content);
    const source = await store.open(nameOf(content));
    let taken = 0;
    for await (const chunk of source) {
      taken += chunk.length;
      expect(source.readableLength).toBeLessThanOrEqual(2 * PART_BYTES);
    }
    expect(taken).toBe(content.length);
  });
});

describe('what has no room', () => {
  afterEach(() => opened.close());

  test.runIf(process.platform === 'linux')(
    'a full disk is told, and what was sent can be sent again',
    async () => {
      opened = await openTestContents('folder');
      store = opened.store;
      const content = randomBytes(1000);
      await begin(content);
      const file = path.join(opened.dataDir, 'attachments', 'unfinished', idOf(content));
      await rm(file);
      await symlink('/dev/full', file);
      await expect(store.append(idOf(content), 0, stream(content))).rejects.toThrow(FilesUnavailable);
      await rm(file);
      expect(await put(content)).toBe(true);
    },
  );

  const onSqlite = ON_POSTGRES ? null : test;
  onSqlite?.('a full database is told, and the rest is sent later', async () => {
    opened = await openTestContents('database');
    store = opened.store;
    const content = randomBytes(4 * PART_BYTES);
    await begin(content);
    const { rows } = await sql<{ pageCount: number }>`pragma page_count`.execute(opened.db);
    // 4 kB each: room for one part and half of the next
    const pages = (rows[0]?.pageCount ?? 0) + 200;
    await sql.raw(`pragma max_page_count = ${pages}`).execute(opened.db);
    await expect(store.append(idOf(content), 0, stream(content))).rejects.toThrow(FilesUnavailable);
    expect(await store.findUpload(idOf(content))).toMatchObject({ offset: PART_BYTES });
    await sql`pragma max_page_count = 1000000`.execute(opened.db);
    await store.append(idOf(content), PART_BYTES, stream(content.subarray(PART_BYTES)));
    expect(await keep(content)).toBe(true);
    expect((await read(content)).equals(content)).toBe(true);
  });
});

describe.each<StoreKind>(['database', 'bucket'])('two servers on one %s', (kind) => {
  let other: ContentStore;
  beforeEach(async () => {
    opened = await openTestContents(kind);
    store = opened.store;
    other = await opened.another();
  });
  afterEach(() => opened.close());

  test('one of two that continue the same upload wins, the other ends, and the content is whole', async () => {
    const content = randomBytes(6 * PART_BYTES + 17);
    await begin(content);
    const tries = await Promise.allSettled(
      [store, other].map((by) => by.append(idOf(content), 0, stream(content, 50_000))),
    );
    const lost = tries.filter(({ status }) => status === 'rejected');
    for (const one of lost) expect(one).toMatchObject({ reason: expect.any(UploadMoved) });
    expect(lost.length).toBeGreaterThan(0);
    const reached = (await other.findUpload(idOf(content)))?.offset ?? 0;
    await other.append(idOf(content), reached, stream(content.subarray(reached)));
    expect(await keep(content, other)).toBe(true);
    expect((await read(content)).equals(content)).toBe(true);
    expect(await leftOver()).toEqual([]);
  });

  test('the same upload is kept by both, and recorded by whoever kept it; one that comes after the other has ended is told', async () => {
    const content = randomBytes(PART_BYTES + 17);
    await begin(content);
    await store.append(idOf(content), 0, stream(content));
    // a transaction that met the other one is tried again
    const recordedBy = new Set<number>();
    const tries = await Promise.allSettled(
      [store, other].map((by, index) => keep(content, by, undefined, async () => void recordedBy.add(index))),
    );
    const kept = tries.filter((tried) => tried.status === 'fulfilled');
    expect(kept.map(({ value }) => value)).toEqual([...recordedBy].map(() => true));
    expect(kept.length).toBeGreaterThan(0);
    for (const late of tries.filter(({ status }) => status === 'rejected'))
      expect(late).toMatchObject({ reason: expect.any(UploadMoved) });
    expect((await read(content)).equals(content)).toBe(true);
    expect(await leftOver()).toEqual([]);
  });

  test('bytes of the same upload that come too late change nothing', async () => {
    const content = randomBytes(PART_BYTES + 17);
    await begin(content);
    const gate = Promise.withResolvers<void>();
    async function* slow(): AsyncGenerator<Buffer> {
      yield content.subarray(0, 100);
      await gate.promise;
      yield randomBytes(content.length - 100);
    }
    const late = store.append(idOf(content), 0, slow());
    await other.append(idOf(content), 0, stream(content));
    expect(await keep(content, other)).toBe(true);
    gate.resolve();
    await expect(late).rejects.toThrow(UploadMoved);
    expect((await read(content)).equals(content)).toBe(true);
    expect(await leftOver()).toEqual([]);
  });
});
