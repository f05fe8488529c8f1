// Start and stop of the server program, and data that it must not change.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartRefused, startServer } from '../../../server/index.ts';
import { ticketCommand } from '../../fakes/server/agent.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { ask } from '../../fakes/server/http.ts';
import { createSilentLog } from '../../fakes/server/log.ts';
import { runNode, runNodeBound } from '../../fakes/server/program.ts';
import { openTestServer, testConfig } from '../../fakes/server/test-server.ts';

const PROGRAM = path.join(import.meta.dirname, '..', '..', '..', 'server', 'index.ts');
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'guichet-start-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

function start(environment: Record<string, string> = {}) {
  return startServer(testConfig(dataDir, environment), { log: createSilentLog() });
}

function digests(): Record<string, string> {
  const files = readdirSync(dataDir).filter((name) => statSync(path.join(dataDir, name)).isFile());
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(path.join(dataDir, name)))
      .digest('hex');
  return Object.fromEntries(files.map((name) => [name, digest(name)]));
}

test('the program prints its address and the set-up link, does not log the link, and stops on SIGTERM', async () => {
  const program = runNode(PROGRAM, [], { PORT: '0', DATA_DIR: dataDir });
  const url = await program.printed(/^server: (http:\/\/127\.0\.0\.1:\d+)$/m);
  const token = await program.printed(/^set-up: http:\/\/127\.0\.0\.1:\d+\/setup#([\w-]{43})$/m);
  expect((await ask(`${url}/healthz`)).body).toEqual({ status: 'ok' });
  program.stop('SIGTERM');
  expect(await program.ended()).toBe(0);
  expect(program.output.out.trim().split('\n')).toHaveLength(2);
  expect(program.output.err).not.toContain(token);
  expect(existsSync(path.join(dataDir, 'guichet.sqlite-wal'))).toBe(false);
  expect(statSync(path.join(dataDir, 'server.key'))).toMatchObject({ size: 32 });
  expect(statSync(path.join(dataDir, 'server.key')).mode & 0o777).toBe(0o600);
});

test('only the server’s account can read its files, even in a folder open to all', async () => {
  await chmod(dataDir, 0o755);
  const program = runNode(PROGRAM, [], { PORT: '0', DATA_DIR: dataDir });
  await program.printed(/^server: (.+)$/m);
  const readable = readdirSync(dataDir).filter((name) => statSync(path.join(dataDir, name)).mode & 0o077);
  expect(readable).toEqual([]);
  program.stop('SIGTERM');
  expect(await program.ended()).toBe(0);
});

test('a connection without a request does not block the stop', async () => {
  const program = runNode(PROGRAM, [], { PORT: '0', DATA_DIR: dataDir });
  const url = await program.printed(/^server: (http:\/\/127\.0\.0\.1:\d+)$/m);
  const silent = connect(Number(new URL(url).port), '127.0.0.1');
  await once(silent, 'connect');
  program.stop('SIGTERM');
  expect(await program.ended()).toBe(0);
  silent.destroy();
});

test('a keep-alive connection does not block the stop', async () => {
  // with this clock no request times out
  const server = await startServer(testConfig(dataDir), { log: createSilentLog(), clock: createClock() });
  const client = connect(Number(new URL(server.url).port), '127.0.0.1');
  client.write('POST /v1/console/session HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n');
  client.write('content-length: 2\r\n\r\n');
  const [answer] = await once(client, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 403 .*Connection: keep-alive/s);
  const closed = server.close();
  client.write('{}');
  await closed;
  client.destroy();
});

test('an invalid setting stops the start with one sentence that names it', async () => {
  const program = runNode(PROGRAM, [], { PORT: 'eighty', DATA_DIR: path.join(dataDir, 'none') });
  expect(await program.ended()).toBe(1);
  expect(program.output).toEqual({
    out: '',
    err: 'PORT is "eighty": expected a whole number from 0 to 65535.\n',
  });
  expect(existsSync(path.join(dataDir, 'none'))).toBe(false);
});

describe('with data that its account may not write, each program says so in one sentence and changes nothing:', () => {
  const NEVER = 'postgres://127.0.0.1:1/never';
  const PROGRAMS: [name: string, args: () => string[], setting: string][] = [
    ['index.ts', () => [], 'DATA_DIR'],
    ['backup.ts', () => ['--to', path.join(dataDir, '..', 'never.tar')], 'DATA_DIR'],
    ['after-restore.ts', () => [], 'DATA_DIR'],
    ['move.ts', () => ['--from', dataDir, '--to', NEVER], '--from'],
    ['recover.ts', () => ['--email', 'admin@example.org'], 'DATA_DIR'],
  ];

  test.each(PROGRAMS)('%s', async (name, args, setting) => {
    await (await start()).close();
    const before = digests();
    const said = async () => {
      const program = runNodeBound(path.join(path.dirname(PROGRAM), name), args(), {
        PORT: '0',
        DATA_DIR: dataDir,
      });
      expect(await program.ended()).toBe(1);
      return program.output.err;
    };
    const is = `${setting} is ${JSON.stringify(dataDir)}`;
    const remedy = 'Run as the account of the server, or make that account its owner; nothing was changed.';

    await chmod(path.join(dataDir, 'guichet.sqlite'), 0o400);
    expect(await said()).toBe(`${is}: this account may not write guichet.sqlite in it. ${remedy}\n`);
    await chmod(path.join(dataDir, 'guichet.sqlite'), 0o600);
    await chmod(path.join(dataDir, 'server.key'), 0o000);
    expect(await said()).toBe(`${is}: this account may not read server.key in it. ${remedy}\n`);
    await chmod(dataDir, 0o500);
    expect(await said()).toBe(`${is}: expected a folder that this account may write in.\n`);
    await chmod(dataDir, 0o700);
    await chmod(path.join(dataDir, 'server.key'), 0o600);
    expect(digests()).toEqual(before);
  });

  test('a key that nobody may write is enough to read', async () => {
    await (await start()).close();
    await chmod(path.join(dataDir, 'server.key'), 0o400);
    const program = runNodeBound(PROGRAM, [], { PORT: '0', DATA_DIR: dataDir });
    await program.printed(/^server: (.+)$/m);
    program.stop('SIGTERM');
    expect(await program.ended()).toBe(0);
  });
});

test('a second server on the same data is refused with one sentence, and the first still works', async () => {
  const first = await start();
  const second = runNode(PROGRAM, [], { PORT: '0', DATA_DIR: dataDir });
  expect(await second.ended()).toBe(1);
  expect(second.output.err).toBe(`Another Guichet server is already using the data in ${dataDir}.\n`);
  await expect(start()).rejects.toThrow(StartRefused);
  expect((await ask(`${first.url}/healthz`)).status).toBe(200);
  await first.close();
  await (await start()).close();
});

test('a server that was killed leaves no lock behind', async () => {
  const program = runNode(PROGRAM, [], { PORT: '0', DATA_DIR: dataDir });
  await program.printed(/^server: (.+)$/m);
  program.stop('SIGKILL');
  await program.ended();
  await (await start()).close();
});

test('the database stays readable to a backup while the server runs', async () => {
  const server = await start();
  const backup = new BetterSqlite(path.join(dataDir, 'guichet.sqlite'), { readonly: true });
  expect(backup.prepare('SELECT name FROM organisation').all()).toEqual([{ name: 'Contoso' }]);
  backup.close();
  await server.close();
});

test('a database of a newer version is refused and not changed', async () => {
  await (await start()).close();
  const database = new BetterSqlite(path.join(dataDir, 'guichet.sqlite'));
  database.prepare("INSERT INTO kysely_migration VALUES ('9990-from-the-future', '2031-01-01')").run();
  database.close();
  const before = digests();
  await expect(start()).rejects.toThrow(/newer Guichet server \(it has 9990-from-the-future\)/);
  expect(digests()).toMatchObject(before);
  const program = runNode(PROGRAM, [], { PORT: '0', DATA_DIR: dataDir });
  expect(await program.ended()).toBe(1);
  expect(program.output.err).toMatch(/^The database .+ was written by a newer Guichet server .+\n$/);
  expect(digests()).toMatchObject(before);
});

test('a newer database that was not closed is refused too', async () => {
  await (await start()).close();
  const database = new BetterSqlite(path.join(dataDir, 'guichet.sqlite'));
  database.pragma('journal_mode = WAL');
  database.prepare("INSERT INTO kysely_migration VALUES ('9990-from-the-future', '2031-01-01')").run();
  const before = digests();
  await expect(start()).rejects.toThrow(/newer Guichet server/);
  expect(digests()['guichet.sqlite']).toBe(before['guichet.sqlite']);
  expect(digests()['guichet.sqlite-wal']).toBe(before['guichet.sqlite-wal']);
  database.close();
});

test.each([
  ['a taken port', () => ({ taken: true }), /^PORT is \d+: another program already listens there/],
  [
    'a host of another machine',
    () => ({ HOST: '192.0.2.1' }),
    /^HOST is "192\.0\.2\.1": expected an address/,
  ],
  ['a data folder that is a file', () => ({ DATA_DIR: PROGRAM }), /^DATA_DIR is ".+": expected a folder/],
])('%s is refused with one sentence and leaves the data free', async (_what, environment, sentence) => {
  const other = await openTestServer();
  const { taken, ...settings } = environment() as { taken?: true } & Record<string, string>;
  const port = taken ? { PORT: new URL(other.url).port } : {};
  const refused = await start({ ...settings, ...port }).catch((failure: unknown) => failure);
  expect(refused).toBeInstanceOf(StartRefused);
  expect((refused as StartRefused).message).toMatch(sentence);
  await other.close();
  await (await start()).close();
});

test('a damaged server key is refused with one sentence', async () => {
  await (await start()).close();
  writeFileSync(path.join(dataDir, 'server.key'), 'short');
  await expect(start()).rejects.toThrow(/server\.key is damaged: expected a file of 32 bytes\.$/);
});

test('a key from the environment is not written to the disk', async () => {
  await (await start({ SECRET_KEY: Buffer.alloc(32, 7).toString('base64') })).close();
  expect(existsSync(path.join(dataDir, 'server.key'))).toBe(false);
});

test('a server started again finds its data', async () => {
  const desk = await openTestServer();
  const agent = await desk.activeAgent('requester@contoso.example');
  const command = ticketCommand();
  await agent.sync([command]);
  await desk.stop();
  await desk.start();
  const { identity, secret } = agent;
  const back = await desk.agent({ identity, secret });
  expect((await back.sync()).tickets).toMatchObject([{ id: command.key }]);
  await desk.close();
});

test('the first organisation is not created when its key cannot be stored', async () => {
  const none = { FIRST_ORGANISATION: '', FIRST_ENROLMENT_KEY: '' };
  await (await start(none)).close();
  const database = new BetterSqlite(path.join(dataDir, 'guichet.sqlite'));
  database.exec(`CREATE TRIGGER full_disk BEFORE INSERT ON enrolment_key
    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
  await expect(start()).rejects.toThrow('the disk is full');
  expect(database.prepare('SELECT name FROM organisation').all()).toEqual([]);
  database.close();
});

test('a file that is no database stops the start with one sentence, and is not changed', async () => {
  writeFileSync(
    path.join(dataDir, 'guichet.sqlite'),
    'not a database, but somebody’s only copy of something',
  );
  const before = digests();
  const program = runNode(PROGRAM, [], { PORT: '0', DATA_DIR: dataDir });
  expect(await program.ended()).toBe(1);
  expect(program.output.err).toBe(
    `The database ${path.join(dataDir, 'guichet.sqlite')} cannot be read (file is not a database): restore it from a backup, nothing was changed.\n`,
  );
  expect(digests()).toEqual(before);
});
