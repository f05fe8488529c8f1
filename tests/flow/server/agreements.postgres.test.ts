// What all servers of one PostgreSQL must have in common: whoever has something else is refused, alone or not.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningServer, StartRefused, startServer } from '../../../server/index.ts';
import { environmentOf, type FakeBucket, startBucket } from '../../fakes/server/bucket.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { createSilentLog } from '../../fakes/server/log.ts';
import { makePostgresDatabase, type OwnDatabase } from '../../fakes/server/own-database.ts';
import { testConfig } from '../../fakes/server/test-server.ts';

const keyOf = (byte: number) => ({ SECRET_KEY: Buffer.alloc(32, byte).toString('base64') });
const FORMER = keyOf(1);
const NEW = keyOf(2);

let own: OwnDatabase & { databaseUrl: string };
let dataDir: string;
let running: RunningServer[];
beforeEach(async () => {
  own = await makePostgresDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'guichet-agreements-'));
  running = [];
});
afterEach(async () => {
  for (const server of running) await server.close();
  await own.remove();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(environment: Record<string, string>): Promise<RunningServer> {
  const config = testConfig(dataDir, { DATABASE_URL: own.databaseUrl, ...environment });
  const server = await startServer(config, { clock: createClock(), log: createSilentLog() });
  running.push(server);
  return server;
}

async function stop(server: RunningServer): Promise<void> {
  running = running.filter((one) => one !== server);
  await server.close();
}

/** Starts and stops a server. */
const once = async (environment: Record<string, string>) => stop(await start(environment));

async function refusalOf(environment: Record<string, string>): Promise<string> {
  const refused = await start(environment).catch((failure: unknown) => failure);
  expect(refused).toBeInstanceOf(StartRefused);
  return (refused as StartRefused).message;
}

const agreed = () => own.rows('SELECT name, value FROM agreement ORDER BY name');

/** Returns the mark that a refused server says. */
const markIn = (said: string) => /_REPLACES=([0-9a-f]{8}) /.exec(said)?.[1] ?? '';

test('a server without SECRET_KEY is refused, and told how to get one', async () => {
  expect(await refusalOf({ SECRET_KEY: '' })).toBe(
    'SECRET_KEY is not set: expected the one key of all servers of DATABASE_URL, made once by: openssl rand -base64 32',
  );
  const file = path.join(dataDir, 'server.key');
  await writeFile(file, Buffer.alloc(32, 1));
  expect(await refusalOf({ SECRET_KEY: '' })).toBe(
    `SECRET_KEY is not set: expected the one key of all servers of DATABASE_URL, here what this prints: base64 -w0 "${file}"`,
  );
  expect(await agreed()).toEqual([]);
});

test('a server that comes alone with another key is refused, and the one with the former key goes on', async () => {
  await once(FORMER);
  const before = await agreed();
  expect(await refusalOf(NEW)).toMatch(
    /^SECRET_KEY is not the key of the servers that use this database: expected the same one on each, or .+, nothing was changed\.$/,
  );
  expect(await agreed()).toEqual(before);
  await once(FORMER);
});

test('a lost key is replaced on purpose, once: the setting that was left behind replaces no other', async () => {
  await once(FORMER);
  const replaces = { SECRET_KEY_REPLACES: markIn(await refusalOf(NEW)) };
  expect(await refusalOf({ ...NEW, SECRET_KEY_REPLACES: '00000000' })).toMatch(/^SECRET_KEY is not the key/);
  await once({ ...NEW, ...replaces });
  expect(await refusalOf(FORMER)).toMatch(/^SECRET_KEY is not the key/);
  await once(NEW);
  await once({ ...NEW, ...replaces });
  expect(await refusalOf({ ...keyOf(3), ...replaces })).toMatch(/^SECRET_KEY is not the key/);
});

test('a key is not replaced while a server with it lives, which is looked up at that moment', async () => {
  const server = await start(FORMER);
  const replaces = { SECRET_KEY_REPLACES: markIn(await refusalOf(NEW)) };
  expect(await refusalOf({ ...NEW, ...replaces })).toBe(
    `SECRET_KEY_REPLACES is ${replaces.SECRET_KEY_REPLACES}: servers with that key still run, stop them first; nothing was changed.`,
  );
  await stop(server);
  await start({ ...NEW, ...replaces });
  // the next one of those that replace it finds it replaced
  await start({ ...NEW, ...replaces });
});

/** Starts all at once. Returns which were refused, by their place. */
async function refusedOf(...environments: Record<string, string>[]): Promise<number[]> {
  const outcomes = await Promise.allSettled(environments.map((environment) => start(environment)));
  return outcomes.flatMap((outcome, index) => {
    if (outcome.status === 'fulfilled') return [];
    expect(outcome.reason).toBeInstanceOf(StartRefused);
    return [index];
  });
}

test('of two servers with different keys that start at once on a new database, one runs', async () => {
  expect(await refusedOf(FORMER, NEW)).toHaveLength(1);
});

test('two servers with one key that start at once both run, also where both replace a lost one', async () => {
  expect(await refusedOf(FORMER, FORMER)).toEqual([]);
  for (const server of [...running]) await stop(server);
  const replaces = { SECRET_KEY_REPLACES: markIn(await refusalOf(NEW)) };
  expect(await refusedOf({ ...NEW, ...replaces }, { ...NEW, ...replaces })).toEqual([]);
});

test('of one that replaces the key and one that has it, starting at once, at most one runs', async () => {
  await once(FORMER);
  const replaces = { SECRET_KEY_REPLACES: markIn(await refusalOf(NEW)) };
  for (let round = 0; round < 3; round += 1) {
    const refused = await refusedOf(FORMER, { ...NEW, ...replaces });
    expect(refused).toHaveLength(1);
    for (const server of [...running]) await stop(server);
    if (refused[0] === 0) return;
  }
});

test('a server that was cut off while its key was replaced does not go on', async () => {
  const server = await start(FORMER);
  await own.alter("UPDATE agreement SET value = 'of another key' WHERE name = 'key'");
  const cut = await own.rows(
    'SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE classid = 7238102 AND datname = current_database()',
  );
  expect(cut).toHaveLength(1);
  expect(await server.disagreement).toMatch(
    /^SECRET_KEY is not the key of the servers that use this database/,
  );
});

describe('the place of files', () => {
  let bucket: FakeBucket;
  let inBucket: Record<string, string>;
  beforeEach(async () => {
    bucket = await startBucket();
    inBucket = { ...FORMER, ...environmentOf(bucket.config) };
  });
  afterEach(() => bucket.close());

  const elsewhere = () => ({ ...inBucket, S3_PREFIX: 'other/' });

  /** As a server with this bucket has stored it. */
  async function storeObject(): Promise<void> {
    await bucket.put('guichet/c/1', Buffer.from('n'));
    await own.alter(
      "INSERT INTO content (id, name, size, sha256, touched_at) VALUES ('c', 'n', 1, 'h', '2030')",
    );
    await own.alter(
      "INSERT INTO content_part (content_id, number, object_key) VALUES ('c', 0, 'guichet/c/1')",
    );
  }

  test('a server with a bucket and one without do not run together, whichever was first', async () => {
    const first = await start(inBucket);
    expect(await refusalOf(FORMER)).toMatch(
      /^S3_BUCKET is not set, but the servers that run on this database store files in the bucket "guichet-files" of http:.+ under "guichet\/": expected the same on each, or stop them first; nothing was changed\.$/,
    );
    await stop(first);
    await start(FORMER);
    expect(await refusalOf(inBucket)).toMatch(
      /^S3_BUCKET, S3_ENDPOINT and S3_PREFIX name the bucket .+, but the servers that run on this database store files in the database: /,
    );
  });

  test('another prefix is another place, and a slash at the end of the address is none', async () => {
    await start(inBucket);
    expect(await refusalOf(elsewhere())).toMatch(
      /^S3_BUCKET, S3_ENDPOINT and S3_PREFIX name .+ under "other\/"/,
    );
    await start({ ...inBucket, S3_ENDPOINT: `${inBucket.S3_ENDPOINT}/` });
  });

  test('an installation that has stored nothing in a bucket changes freely, and may get one', async () => {
    for (const place of [FORMER, inBucket, elsewhere(), FORMER, inBucket]) await once(place);
    expect(await agreed()).toMatchObject([
      { name: 'key' },
      { name: 'place', value: expect.stringMatching(/^the bucket/) },
    ]);
  });

  test('objects that are stored stay where they are found', async () => {
    await once(inBucket);
    await storeObject();
    const said = await refusalOf(elsewhere());
    expect(said).toMatch(/but files of this database are stored in the bucket .+ S3_REPLACES=[0-9a-f]{8} /);
    expect(await refusalOf(FORMER)).toMatch(/^S3_BUCKET is not set/);
    await once(inBucket);
    await once({ ...elsewhere(), S3_REPLACES: markIn(said) });
    expect(await refusalOf(inBucket)).toMatch(/^S3_BUCKET, S3_ENDPOINT and S3_PREFIX name/);
  });

  test('a place is not replaced while a server with it lives', async () => {
    const server = await start(inBucket);
    await storeObject();
    await stop(server);
    const S3_REPLACES = markIn(await refusalOf(elsewhere()));
    await start(inBucket);
    expect(await refusalOf({ ...elsewhere(), S3_REPLACES })).toMatch(
      /but the servers that run on this database/,
    );
  });

  test('of two servers with different places that start at once, one runs', async () => {
    expect(await refusedOf(inBucket, elsewhere())).toHaveLength(1);
  });
});
