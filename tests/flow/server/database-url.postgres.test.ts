// What DATABASE_URL may name: everything else stops the start with one sentence, and changes nothing.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StartRefused, startServer } from '../../../server/index.ts';
import { openBesideServer } from '../../../server/storage/open.ts';
import { WITH_PASSWORD } from '../../fakes/postgres/start-postgres.ts';
import { createSilentLog } from '../../fakes/server/log.ts';
import { makePostgresDatabase, type OwnDatabase } from '../../fakes/server/own-database.ts';
import { testConfig } from '../../fakes/server/test-server.ts';

const PASSWORD = 'the-secret-of-the-database';
let dataDir: string;
let own: OwnDatabase & { databaseUrl: string };
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'guichet-url-'));
  own = await makePostgresDatabase('template template0');
  await own.alter(`DO $body$ BEGIN
    CREATE ROLE ${WITH_PASSWORD} LOGIN PASSWORD '${PASSWORD}';
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $body$`);
});
afterEach(async () => {
  await own.remove();
  await rm(dataDir, { recursive: true, force: true });
});

/** Returns the sentence with which a start on this address is refused. */
async function refusalOf(change: (url: URL) => void, from: OwnDatabase = own): Promise<string> {
  const url = new URL(from.databaseUrl ?? '');
  change(url);
  const log = createSilentLog();
  const refused = await startServer(testConfig(dataDir, { DATABASE_URL: url.href }), { log }).catch(
    (failure: unknown) => failure,
  );
  expect(refused).toBeInstanceOf(StartRefused);
  const { message } = refused as StartRefused;
  expect(message).toMatch(/^DATABASE_URL (?:names|has) /);
  expect(`${message}${log.lines.join('')}`).not.toContain(PASSWORD);
  expect(await from.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  return message;
}

async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return String(typeof address === 'object' && address ? address.port : 0);
}

test('a place where nothing listens', async () => {
  const port = await freePort();
  const said = await refusalOf((url) => {
    url.username = WITH_PASSWORD;
    url.password = PASSWORD;
    url.port = port;
  });
  expect(said).toBe(
    `DATABASE_URL names a PostgreSQL at 127.0.0.1:${port} that cannot be reached: nothing listens there.`,
  );
});

test('a host that is not known', async () => {
  const said = await refusalOf((url) => {
    url.hostname = 'nowhere.invalid';
  });
  expect(said).toMatch(/nowhere\.invalid:\d+ that cannot be reached: the host is not known\.$/);
});

test('a database that does not exist', async () => {
  const said = await refusalOf((url) => {
    url.pathname = '/absent';
  });
  expect(said).toMatch(/^DATABASE_URL names the database absent, which .+ does not have: create it first\.$/);
});

test('a wrong password, and none', async () => {
  for (const password of [`${PASSWORD}-not`, '']) {
    const said = await refusalOf((url) => {
      url.username = WITH_PASSWORD;
      url.password = password;
    });
    expect(said).toMatch(/refuses: expected an account that may sign in\.$/);
  }
});

const NO_PEM = path.join(import.meta.dirname, '../../../package.json');

test.each<[string, RegExp]>([
  ['?sslrootcert=/missing/ca.pem', / has sslrootcert=\/missing\/ca\.pem: expected a file .+ \(ENOENT\)\.$/],
  ['?sslcert=/missing/c.pem', / has sslcert=\/missing\/c\.pem: expected a file/],
  ['?sslkey=/missing/k.pem', / has sslkey=\/missing\/k\.pem: expected a file/],
  ['?sslrootcert=/', / has sslrootcert=\/: expected a file .+ \(EISDIR\)\.$/],
  [`?sslrootcert=${NO_PEM}`, / that cannot be reached: it has no usable TLS/],
  [`?sslcert=${NO_PEM}&sslkey=${NO_PEM}`, / that cannot be reached: it has no usable TLS/],
  ['?sslmode=nonsense', / has sslmode=nonsense: expected disable, prefer, .+ or no-verify\.$/],
  ['?sslmode=verify-ca&uselibpqcompat=true', / has sslmode=verify-ca: expected sslrootcert with it/],
  ['?port=abc', / has a port that is not one/],
  ['?port=99999', / has a port that is not one/],
  ['?host=/missing', / that cannot be reached: nothing listens there\.$/],
  ['?host=%00', / has a %00: expected an address without NUL\.$/],
  ['?user=a%00b', / has a %00/],
  ['?options=-c%20nonsense=1', / that cannot be used in this way: unrecognized configuration parameter/],
  ['?options=-x', / that cannot be used in this way: /],
  ['?types=x', / has the parameter types: expected none of that name\.$/],
  ['?Promise=x', / has the parameter Promise/],
])('an address that ends with %s', async (more, sentence) => {
  const said = await refusalOf((url) => {
    url.username = WITH_PASSWORD;
    url.password = PASSWORD;
    url.search = more;
  });
  expect(said).toMatch(sentence);
});

test('a name or a password with a broken escape', async () => {
  const config = testConfig(dataDir, {
    DATABASE_URL: own.databaseUrl.replace('//postgres@', `//a%zz:${PASSWORD}%zz@`),
  });
  const refused = await startServer(config, { log: createSilentLog() }).catch((failure: unknown) => failure);
  expect(refused).toBeInstanceOf(StartRefused);
  expect((refused as Error).message).toMatch(/^DATABASE_URL /);
  expect((refused as Error).message).not.toContain(PASSWORD);
});

test('an account that may create no tables', async () => {
  const said = await refusalOf((url) => {
    url.username = WITH_PASSWORD;
    url.password = PASSWORD;
  });
  expect(said).toMatch(
    /^DATABASE_URL names an account that may not create tables in the schema public of own_/,
  );
});

test('a database with another encoding', async () => {
  const latin = await makePostgresDatabase("template template0 encoding 'LATIN1'");
  expect(await refusalOf(() => {}, latin)).toMatch(
    / with encoding LATIN1: expected UTF8, nothing was changed\.$/,
  );
  await latin.remove();
});

test('a database of a newer version, which is not changed', async () => {
  const config = testConfig(dataDir, { DATABASE_URL: own.databaseUrl });
  await (await startServer(config, { log: createSilentLog() })).close();
  await own.alter("INSERT INTO kysely_migration VALUES ('9990-from-the-future', '2031-01-01')");
  await expect(startServer(config, { log: createSilentLog() })).rejects.toThrow(
    /newer Guichet server \(it has 9990-from-the-future\): start that version, nothing was changed\.$/,
  );
});

test('an import needs a database that a server has prepared', async () => {
  const opened = await openBesideServer(testConfig(dataDir, { DATABASE_URL: own.databaseUrl }));
  expect(opened).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/^There is no Guichet in the database own_/),
  });
});
