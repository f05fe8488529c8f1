// An installation on SQLite is moved to PostgreSQL, whatever interrupts it, and a server goes on there.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartRefused, startServer } from '../../../server/index.ts';
import { openBesideServer } from '../../../server/storage/open.ts';
import { openGate } from '../../fakes/postgres/gate.ts';
import { enrolAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { type FakeBucket, startBucket } from '../../fakes/server/bucket.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { ask } from '../../fakes/server/http.ts';
import { createSilentLog } from '../../fakes/server/log.ts';
import {
  addOddRows,
  addRelease,
  type Installation,
  installationOnSqlite,
  MOVE,
  rowsInFolder,
  rowsInPostgres,
} from '../../fakes/server/moved.ts';
import { makePostgresDatabase, type OwnDatabase } from '../../fakes/server/own-database.ts';
import { type Program, runNode } from '../../fakes/server/program.ts';
import { ENROLMENT_KEY, PASSWORD, testConfig } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

/** In milliseconds: a move starts a program and makes all tables. */
const PATIENCE = 240_000;
/** Of the kill test. GUICHET_MOVE_KILLS says how often. */
const KILLS = Number(process.env.GUICHET_MOVE_KILLS ?? 4);

let old: Installation;
let own: OwnDatabase & { databaseUrl: string };
beforeEach(async () => {
  old = await installationOnSqlite();
  own = await makePostgresDatabase('template template0');
}, PATIENCE);
afterEach(async () => {
  await own.remove();
  await old.close();
}, PATIENCE);

const startMove = (
  to = own.databaseUrl,
  more: string[] = [],
  environment: Record<string, string> = {},
): Program => runNode(MOVE, ['--from', old.desk.dataDir, '--to', to, ...more], environment);

async function resultOf(program: Program) {
  const code = await program.ended();
  return { code, out: program.output.out.trim(), said: program.output.err.trim() };
}

const move = (...args: Parameters<typeof startMove>) => resultOf(startMove(...args));

/** Everything of the source is there, and nothing else. */
async function expectSame(): Promise<void> {
  const { content: _, content_part: __, agreement: agreed = [], ...here } = await rowsInPostgres(own);
  const { content: ___, content_part: ____, agreement = [], ...there } = rowsInFolder(old.desk.dataDir);
  const isKey = (row: string) => row.includes('"key"');
  expect(agreed.filter(isKey)).toEqual(agreement.filter(isKey));
  expect(agreed).toHaveLength(2);
  expect(Object.keys(here).sort()).toEqual(Object.keys(there).sort());
  for (const [table, rows] of Object.entries(there)) expect(here[table], table).toEqual(rows);
}

/** Every content is in the database, once, and nothing beside. */
async function expectContents(names: readonly string[]): Promise<void> {
  // what a killed move left without a name is the server's to remove
  const rows = await own.rows('SELECT name FROM content WHERE name IS NOT NULL ORDER BY name');
  expect(rows.map(({ name }) => name)).toEqual([...names].sort());
}

const nameOf = (sha256: string) => `attachments/${sha256.slice(0, 2)}/${sha256}`;
const attachmentNames = () => old.contents.map(({ sha256 }) => nameOf(sha256));

/** Starts a server on PostgreSQL, with the key of the old one and an empty folder of data. */
async function startMoved(environment: Record<string, string> = {}) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'guichet-moved-'));
  const keyFile = path.join(old.desk.dataDir, 'server.key');
  const config = testConfig(dataDir, {
    DATABASE_URL: own.databaseUrl,
    SECRET_KEY: readFileSync(keyFile).toString('base64'),
    ...environment,
  });
  const server = await startServer(config, { clock: createClock(), log: createSilentLog() });
  const { identity, secret } = old.agent;
  return {
    server,
    agent: await enrolAgent(server.url, ENROLMENT_KEY, { identity, secret }),
    async close() {
      await server.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** An agent reads its tickets and files and sends another ticket, staff sign in and search. */
async function expectServed(environment: Record<string, string> = {}): Promise<void> {
  const { server, agent, close } = await startMoved(environment);
  try {
    const { tickets } = await agent.sync();
    expect(tickets.map(({ id }) => id).sort()).toEqual(old.contents.map(({ ticketId }) => ticketId).sort());
    for (const { ticketId, sha256, content } of old.contents) {
      const url = `${server.url}/v1/tickets/${ticketId}/attachments/${sha256}`;
      const answer = await fetch(url, { headers: agent.authorization() });
      expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    }
    const headers = { origin: server.url };
    const json = { email: 'admin@contoso.example', password: PASSWORD };
    const signedIn = await ask(`${server.url}/v1/console/session`, { json, headers });
    expect(signedIn.status).toBe(200);
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const found = await ask(`${server.url}/v1/console/tickets?show=all&search=toujours+imprim`, {
      headers: { cookie },
    });
    expect((found.body as { tickets: unknown[] }).tickets).toHaveLength(old.contents.length);
    expect(await agent.verdicts(ticketCommand())).toEqual(['accepted']);
    await until(
      async () => (await own.rows('SELECT number FROM desk_ticket')).length === old.contents.length + 1,
      'the ticket has a number',
    );
  } finally {
    await close();
  }
}

test(
  'every row and file is carried, nothing in the source changes, and a server serves and goes on',
  async () => {
    await addOddRows(old.desk.database);
    const installer = await addRelease(old, randomBytes(600_000));
    await old.agent.tus('POST', '/v1/uploads', {
      headers: {
        'upload-length': '9',
        'upload-metadata': `sha256 ${Buffer.alloc(64, 'a').toString('base64')}`,
      },
    });
    await old.stop();
    const before = rowsInFolder(old.desk.dataDir);
    const file = readFileSync(path.join(old.desk.dataDir, 'guichet.sqlite'));
    const { code, out, said } = await move();
    expect([code, said]).toEqual([0, '']);
    const rows = Object.values(before).reduce((all, some) => all + some.length, 0);
    const key = JSON.stringify(path.join(old.desk.dataDir, 'server.key'));
    expect(out).toContain(
      [
        `: ${Object.keys(before).length} tables with ${rows} rows and 5 attachments and files of releases, checked`,
        'set DATABASE_URL to the address of --to',
        `set SECRET_KEY to what this prints, on every server: base64 < ${key}`,
        `keep ${old.desk.dataDir} for the way back, and start no server on it`,
        'warning: 1 unfinished uploads are sent again from their start',
      ].join('\n'),
    );
    expect(out).toMatch(/^checking the source\ncarrying tables\n(.*\n)*audit: \d+\n(.*\n)*checking\n/);
    await expectSame();
    await expectContents([...attachmentNames(), installer]);
    expect(readFileSync(path.join(old.desk.dataDir, 'guichet.sqlite')).equals(file)).toBe(true);
    expect(rowsInFolder(old.desk.dataDir)).toEqual(before);
    await expectServed();
  },
  PATIENCE,
);

test(
  'the copy knows its key: a server with another one is refused, whichever the folder has',
  async () => {
    await old.stop();
    const file = path.join(old.desk.dataDir, 'server.key');
    const SECRET_KEY = readFileSync(file).toString('base64');
    // a file that was left behind, of a server whose key is in its settings
    writeFileSync(file, Buffer.alloc(32, 9));
    const { code, out } = await move();
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('keep SECRET_KEY as the server on SQLite has it: every other key is refused'),
    ]);
    const dataDir = await mkdtemp(path.join(tmpdir(), 'guichet-moved-'));
    const start = (more: Record<string, string>) =>
      startServer(testConfig(dataDir, { DATABASE_URL: own.databaseUrl, ...more }), {
        log: createSilentLog(),
      });
    await expect(start({})).rejects.toThrow(/^SECRET_KEY is not the key/);
    await expect(start({ SECRET_KEY: readFileSync(file).toString('base64') })).rejects.toThrow(
      /^SECRET_KEY is not the key/,
    );
    await (await start({ SECRET_KEY })).close();
    await rm(dataDir, { recursive: true });
  },
  PATIENCE,
);

test(
  'constraints, triggers and numbers are those of a database that was never moved to',
  async () => {
    await old.desk.alter(
      "INSERT INTO desk_ticket (number, idempotency_key, created_at) VALUES (900, 'gone', '2030')",
    );
    await old.desk.alter('DELETE FROM desk_ticket WHERE number = 900');
    await old.stop();
    await move();
    const shape = async (database: OwnDatabase) => [
      await database.rows(
        "SELECT conrelid::regclass::text AS place, conname, pg_get_constraintdef(oid) AS is FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
      ),
      await database.rows(
        'SELECT tgrelid::regclass::text AS place, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2',
      ),
      await database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"),
    ];
    const fresh = await makePostgresDatabase();
    expect(await shape(own)).toEqual(await shape(fresh));
    await fresh.remove();
    await own.alter("INSERT INTO desk_ticket (idempotency_key, created_at) VALUES ('new', '2030')");
    expect(await own.rows("SELECT number FROM desk_ticket WHERE idempotency_key = 'new'")).toEqual([
      { number: 901 },
    ]);
    const [before] = await own.rows('SELECT revision FROM settings_revision');
    await own.alter("UPDATE organisation SET name = 'Contoso 2'");
    expect(await own.rows('SELECT revision FROM settings_revision')).toEqual([
      { revision: Number(before?.revision) + 1 },
    ]);
  },
  PATIENCE,
);

test(
  'a move that is killed again and again is finished by the next one, with the same result',
  async () => {
    await addOddRows(old.desk.database, 2);
    await old.stop();
    const trial = await makePostgresDatabase('template template0');
    const counted = await openGate(trial.databaseUrl);
    expect(await move(counted.url)).toMatchObject({ code: 0 });
    await counted.close();
    await trial.remove();
    const gate = await openGate(own.databaseUrl);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const killed = startMove(gate.url);
      gate.after(Math.ceil(Math.random() * counted.passed()), () => killed.stop('SIGKILL'));
      // what is left may be less than that
      if ((await killed.ended()) === 0) break;
      await expectNoServer();
    }
    const last = await move(gate.url);
    await gate.close();
    // it may have been finished, and only then killed
    if (last.code !== 0) expect(last.said).toContain('expected an empty database');
    await expectSame();
    await expectContents(attachmentNames());
    await expectServed();
  },
  PATIENCE * 2,
);

/** Neither a server nor an import uses the database, unless nothing is there yet. */
async function expectNoServer(): Promise<void> {
  const tables = await own.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  if (tables.length === 0) return;
  const names = tables.map(({ tablename }) => tablename);
  if (!names.includes('unfinished_move')) return;
  const config = testConfig(old.desk.dataDir, { DATABASE_URL: own.databaseUrl });
  const refused = await startServer(config, { log: createSilentLog() }).catch((failure: unknown) => failure);
  expect(refused).toBeInstanceOf(StartRefused);
  expect((refused as StartRefused).message).toMatch(
    /^DATABASE_URL names the database own_\w+, to which a move from SQLite is not finished: run the move again/,
  );
  expect(await openBesideServer(config)).toMatchObject({ ok: false });
}

/** Kills a move when it says this. */
async function killAt(step: RegExp): Promise<void> {
  const killed = startMove();
  await killed.printed(step);
  killed.stop('SIGKILL');
  await killed.ended();
}

describe('after an interruption', () => {
  test(
    'what the source has got or lost meanwhile is carried, and what is there is not carried again',
    async () => {
      await old.stop();
      await killAt(/(carrying attachments)/);
      await old.start();
      const ticket = ticketCommand({ title: 'Imprimante entre deux' });
      const { identity, secret } = old.agent;
      await (await enrolAgent(old.desk.url, ENROLMENT_KEY, { identity, secret })).sync([ticket]);
      await old.desk.alter('DELETE FROM person');
      await old.desk.delivered();
      await old.stop();
      const { code, out, said } = await move();
      expect([code, said]).toEqual([0, '']);
      expect(out).toMatch(/^ticket: 5$/m);
      expect(out).not.toMatch(/^(device|catalogue_entry): /m);
      await expectSame();
      const found = await own.rows('SELECT count(*) AS count FROM search_words');
      expect(found).toEqual([{ count: old.contents.length }]);
    },
    PATIENCE,
  );

  test(
    'what an import writes during a move is noticed, and carried by the next one',
    async () => {
      await old.stop();
      const gate = await openGate(own.databaseUrl);
      gate.after(2000, () => {
        const beside = new BetterSqlite(path.join(old.desk.dataDir, 'guichet.sqlite'));
        beside.exec("UPDATE person SET full_name = 'Renamed'");
        beside.close();
      });
      expect((await move(gate.url)).said).toMatch(
        /^The source was changed during the move, such as by an import: /,
      );
      await gate.close();
      await expectNoServer();
      expect(await move()).toMatchObject({ code: 0 });
      await expectSame();
    },
    PATIENCE,
  );

  test(
    'a row that somebody altered in the copy is found, and carried anew by the next move',
    async () => {
      await old.stop();
      await killAt(/(checking)\n/);
      await own.alter("UPDATE ticket SET title = title || '!' WHERE title LIKE '% 1'");
      await own.alter('DELETE FROM search_words');
      expect((await move()).said).toMatch(
        /^The copy differs from the source in ticket, search_words: see that /,
      );
      await expectNoServer();
      expect(await move()).toMatchObject({ code: 0 });
      await expectSame();
      await expectServed();
    },
    PATIENCE,
  );

  test(
    'a content that was damaged in the copy is found',
    async () => {
      await old.stop();
      await killAt(/(checking)\n/);
      await own.alter("UPDATE content_part SET bytes = 'x' WHERE octet_length(bytes) = 1");
      const one = old.contents.find(({ content }) => content.length === 1);
      expect((await move()).said).toBe(
        `${nameOf(one?.sha256 ?? '')} is not stored as it should be: check the storage of --to or the bucket, empty both and move again; no server starts there.`,
      );
      await expectNoServer();
    },
    PATIENCE,
  );

  test(
    'another installation is refused there',
    async () => {
      await old.stop();
      await killAt(/(carrying tables)/);
      const other = await installationOnSqlite();
      await other.stop();
      const refused = await resultOf(runNode(MOVE, ['--from', other.desk.dataDir, '--to', own.databaseUrl]));
      expect(refused.said).toMatch(
        /^--to names the database own_\w+, to which a move of another installation is not finished: expected an empty database, nothing was changed\.$/,
      );
      await own.alter("UPDATE unfinished_move SET value = '0010' WHERE what = 'version'");
      expect((await move()).said).toMatch(/another version of Guichet has begun to move this installation/);
      await other.close();
    },
    PATIENCE,
  );
});

describe('a bucket', () => {
  let bucket: FakeBucket;
  let settings: Record<string, string>;
  beforeEach(async () => {
    bucket = await startBucket();
    const { config } = bucket;
    settings = {
      S3_BUCKET: config.bucket,
      S3_ENDPOINT: config.endpoint ?? '',
      S3_PREFIX: config.prefix,
      S3_ACCESS_KEY_ID: config.credentials?.accessKeyId ?? '',
      S3_SECRET_ACCESS_KEY: config.credentials?.secretAccessKey ?? '',
    };
  });
  afterEach(() => bucket.close());

  test(
    'takes the files of the folder',
    async () => {
      await old.stop();
      expect(await move(own.databaseUrl, [], settings)).toMatchObject({ code: 0, said: '' });
      await expectSame();
      await expectContents(attachmentNames());
      expect(await own.rows('SELECT bytes FROM content_part WHERE bytes IS NOT NULL')).toEqual([]);
      await expectServed(settings);
    },
    PATIENCE,
  );

  test(
    'keeps what lies in it already, and is needed for that',
    async () => {
      await old.close();
      old = await installationOnSqlite(settings);
      await old.stop();
      expect((await move()).said).toBe(
        'S3_BUCKET is not set: expected the bucket in which attachments of this installation lie; nothing was changed.',
      );
      const objects = await bucket.keys();
      expect(objects.length).toBeGreaterThan(old.contents.length);
      expect(await move(own.databaseUrl, [], settings)).toMatchObject({ code: 0, said: '' });
      expect(await bucket.keys()).toEqual(objects);
      expect(await rowsInPostgres(own)).toEqual(rowsInFolder(old.desk.dataDir));
    },
    PATIENCE,
  );
});

describe('refused with one sentence', () => {
  const refusalOf = async (...args: Parameters<typeof startMove>) => {
    const { code, said } = await move(...args);
    expect(code).toBe(1);
    expect(await own.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
    return said.replaceAll(old.desk.dataDir, 'the folder');
  };
  const of = async (args: string[]) => (await resultOf(runNode(MOVE, args))).said;

  test(
    'wrong arguments, and an address that is none, which is not shown',
    async () => {
      const usage = 'Expected: node server/move.ts --from <folder> --to postgres://… [--leave-out-damaged]';
      expect(await of([])).toBe(usage);
      expect(await of(['--from', '/tmp'])).toBe(usage);
      expect(await of(['--from', '/tmp', '--too', 'x'])).toBe(usage);
      const none = await of(['--from', '/tmp', '--to', 'mysql://guichet:secret@db.example.org/guichet']);
      expect(none).toBe(
        '--to is not usable: expected an address such as postgres://user:password@db.example.org:5432/guichet.',
      );
    },
    PATIENCE,
  );

  test(
    'a server that runs, and a folder without a database, of an older server or that is damaged',
    async () => {
      expect(await refusalOf()).toBe(
        'A Guichet server, or another move, is using the data in the folder: stop it first, nothing was changed.',
      );
      await old.stop();
      const nowhere = await mkdtemp(path.join(tmpdir(), 'guichet-nowhere-'));
      const empty = path.join(nowhere, 'empty');
      mkdirSync(empty);
      for (const folder of [empty, path.join(nowhere, 'absent')]) {
        expect(await of(['--from', folder, '--to', own.databaseUrl])).toBe(
          `There is no database in ${folder}: start the server once, nothing was changed.`,
        );
      }
      expect(existsSync(path.join(empty, 'server.lock'))).toBe(false);
      const file = path.join(old.desk.dataDir, 'guichet.sqlite');
      const whole = readFileSync(file);
      const altered = new BetterSqlite(file);
      altered.exec("DELETE FROM kysely_migration WHERE name LIKE '0250%'");
      altered.close();
      expect(await refusalOf()).toMatch(
        /written by an older Guichet server: start the server once, nothing was/,
      );
      for (const log of ['-wal', '-shm']) rmSync(`${file}${log}`, { force: true });
      writeFileSync(file, whole);
      const unsound = new BetterSqlite(file);
      unsound.pragma('foreign_keys = off');
      unsound.exec("UPDATE comment SET ticket_id = 'gone' WHERE id = (SELECT min(id) FROM comment)");
      unsound.close();
      expect(await refusalOf()).toMatch(
        /guichet\.sqlite is damaged \(a row of comment names one of ticket that is gone\): restore the last backup/,
      );
      for (const log of ['-wal', '-shm']) rmSync(`${file}${log}`, { force: true });
      writeFileSync(file, whole.subarray(0, statSync(file).size / 2));
      expect(await refusalOf()).toMatch(
        /(damaged|cannot be read) \(.+\): restore .+, nothing was changed\.$/,
      );
      writeFileSync(file, whole);
      await rm(nowhere, { recursive: true });
    },
    PATIENCE,
  );

  test(
    'a target that cannot be reached, does not exist or has data',
    async () => {
      await old.stop();
      const gate = await openGate(own.databaseUrl);
      await gate.close();
      expect(await refusalOf(gate.url)).toMatch(
        /^--to names a PostgreSQL at 127\.0\.0\.1:\d+ that cannot be reached: nothing listens there\.$/,
      );
      const absent = new URL(own.databaseUrl);
      absent.pathname = '/absent';
      expect(await refusalOf(absent.href)).toMatch(
        /^--to names the database absent, which .+: create it first\.$/,
      );
      await own.alter('CREATE TABLE notes (text text)');
      expect((await move()).said).toMatch(
        /^--to names the database own_\w+, which has data \(the table notes\): expected an empty database, nothing was changed\.$/,
      );
      expect(await own.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([
        { tablename: 'notes' },
      ]);
    },
    PATIENCE,
  );

  test(
    'an attachment that is missing and one that is damaged, unless they are left out',
    async () => {
      await old.stop();
      const placeOf = (index: number) =>
        path.join(old.desk.dataDir, nameOf(old.contents[index]?.sha256 ?? ''));
      rmSync(placeOf(2));
      writeFileSync(placeOf(3), 'something else');
      const names = [2, 3].map((index) => nameOf(old.contents[index]?.sha256 ?? '')).sort();
      expect((await move()).said).toBe(
        `${names[0]} is missing or damaged in the source (and 1 more): put it back, or leave it out with --leave-out-damaged; run the move again, it goes on.`,
      );
      await expectNoServer();
      const { code, out } = await move(own.databaseUrl, ['--leave-out-damaged']);
      expect(code).toBe(0);
      expect(out).toMatch(
        new RegExp(`2 attachments [^]+\\n${names.map((name) => `warning: left out ${name}`).join('\\n')}$`),
      );
      await expectSame();
    },
    PATIENCE,
  );

  test(
    'a value that is not of its column, by name',
    async () => {
      await old.desk.alter("UPDATE ticket SET title = x'00ff' WHERE title LIKE '% 1'");
      await old.stop();
      expect((await move()).said).toMatch(
        /^The table ticket of the source has a object in title, where text is expected: it was altered by hand/,
      );
    },
    PATIENCE,
  );
});

test(
  'a connection that is lost is told, and the next move goes on',
  async () => {
    await old.stop();
    const gate = await openGate(own.databaseUrl);
    const cut = startMove(gate.url);
    await cut.printed(/(carrying tables)/);
    await gate.close();
    const { code, said } = await resultOf(cut);
    expect(code).toBe(1);
    expect(said).toMatch(
      /^--to names a PostgreSQL at .+ that cannot be reached: .+; run the move again, it goes on\.$/,
    );
    expect(await move()).toMatchObject({ code: 0 });
    await expectSame();
  },
  PATIENCE,
);
