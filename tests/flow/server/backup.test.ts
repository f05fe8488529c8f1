// Backup of a running server and its restore, and files that are refused.
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { packTar, unpackTar } from 'modern-tar';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restoreBackup } from '../../../server/backups/restore-backup.ts';
import { systemClock } from '../../../server/clock.ts';
import { startServer } from '../../../server/index.ts';
import { Refused } from '../../../server/program.ts';
import { attachmentOf, enrolAgent, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { createSilentLog } from '../../fakes/server/log.ts';
import { runNode } from '../../fakes/server/program.ts';
import {
  ENROLMENT_KEY,
  openTestServer,
  type TestServer,
  testConfig,
} from '../../fakes/server/test-server.ts';

const PROGRAMS = path.join(import.meta.dirname, '../../../server');
let desk: TestServer;
let agent: FakeAgent;
let folder: string;
let file: string;
let restored: string;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent('requester@contoso.example');
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-backup-'));
  file = path.join(folder, 'backup.tar');
  restored = path.join(folder, 'restored');
});
afterEach(async () => {
  await desk.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(program: string, args: string[], environment: Record<string, string>) {
  const command = runNode(path.join(PROGRAMS, program), args, environment);
  const code = await command.ended();
  return { code, said: `${command.output.out}${command.output.err}`.trim() };
}

function backup(environment: Record<string, string> = {}, ...more: string[]) {
  return run('backup.ts', ['--to', file, ...more], { DATA_DIR: desk.dataDir, ...environment });
}

const restore = (from = file) => run('restore.ts', ['--from', from], { DATA_DIR: restored });

/** Sends a ticket with a picture of its own. Returns what it sent. */
async function sendTicket(size = 50_000) {
  const content = randomBytes(size);
  await agent.upload(content);
  const command = ticketCommand({ attachments: [attachmentOf(content)] });
  await agent.sync([command]);
  return { key: command.key, content, sha256: attachmentOf(content).sha256 };
}

const placeOf = (dataDir: string, sha256: string) =>
  path.join(dataDir, 'attachments', sha256.slice(0, 2), sha256);

/** Starts a server on the restored data, with the same agent. */
async function startRestored() {
  const server = await startServer(testConfig(restored), { clock: createClock(), log: createSilentLog() });
  const { identity, secret } = agent;
  return { server, agent: await enrolAgent(server.url, ENROLMENT_KEY, { identity, secret }) };
}

test('a backup of a server under load has everything that was accepted before, and a server starts on it', async () => {
  const before = [];
  for (let count = 0; count < 10; count += 1) before.push(await sendTicket());
  let isDone = false;
  const load = (async () => {
    while (!isDone) await sendTicket(500_000);
  })();
  const made = await backup();
  isDone = true;
  await load;
  expect(made).toEqual({
    code: 0,
    said: expect.stringMatching(/: the database and \d+ attachments, checked$/),
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['backup.tar']);

  expect(await restore()).toMatchObject({ code: 0 });
  expect(readFileSync(path.join(restored, 'server.key'))).toEqual(
    readFileSync(path.join(desk.dataDir, 'server.key')),
  );
  const database = new BetterSqlite(path.join(restored, 'guichet.sqlite'), { readonly: true });
  const named = database.prepare('SELECT DISTINCT sha256 FROM attachment').pluck().all() as string[];
  database.close();
  for (const sha256 of named)
    expect(attachmentOf(readFileSync(placeOf(restored, sha256))).sha256).toBe(sha256);
  const after = await startRestored();
  const { tickets } = await after.agent.sync();
  for (const { key, content, sha256 } of before) {
    expect(tickets).toContainEqual(expect.objectContaining({ id: key }));
    const url = `${after.server.url}/v1/tickets/${key}/attachments/${sha256}`;
    const answer = await fetch(url, { headers: after.agent.authorization() });
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
  }
  await after.server.close();
});

test('after a restore, an agent that has seen later changes sees the new ones, and its tickets as in the backup', async () => {
  const { key } = await sendTicket();
  await backup();
  const late = await sendTicket();
  const { cursor } = await agent.sync();
  await restore();
  const after = await startRestored();
  const news = ticketCommand();
  await after.agent.sync([news], cursor);
  const seen = (await after.agent.sync([], cursor)).tickets.map(({ id }) => id);
  expect(seen.sort()).toEqual([key, news.key].sort());
  expect(seen).not.toContain(late.key);
  await after.server.close();
});

test('an upload that the server removed meanwhile is forgotten, so that it is sent again', async () => {
  const content = randomBytes(1000);
  await agent.upload(content);
  const { sha256 } = attachmentOf(content);
  await rm(placeOf(desk.dataDir, sha256));
  expect(await backup()).toMatchObject({ code: 0 });
  await restore();
  const after = await startRestored();
  expect((await after.agent.upload(content)).status).toBe(204);
  const command = ticketCommand({ attachments: [attachmentOf(content)] });
  expect(await after.agent.verdicts(command)).toEqual(['accepted']);
  await after.server.close();
});

test('files of releases are in the backup, and one that is gone is to be uploaded again', async () => {
  await desk.administrator();
  const [one, other] = ['0198a000-0000-7000-8000-000000000001', '0198a000-0000-7000-8000-000000000002'];
  const installer = 'Guichet-Setup-9.0.0.exe';
  for (const id of [one, other]) {
    await desk.alter(
      "INSERT INTO release (id, version, channel, percentage, paused, replaces_paused, added_at, staff_id) VALUES (?, ?, 'stable', 0, 1, 0, '2030-01-01', (SELECT id FROM staff))",
      id,
      id,
    );
    await desk.alter('INSERT INTO release_file VALUES (?, ?, 9, NULL, 0, 1)', id, installer);
  }
  await mkdir(path.join(desk.dataDir, 'releases', one), { recursive: true });
  writeFileSync(path.join(desk.dataDir, 'releases', one, installer), 'installer');
  expect(await backup()).toMatchObject({ code: 0 });
  await restore();
  expect(readFileSync(path.join(restored, 'releases', one, installer), 'utf8')).toBe('installer');
  const database = new BetterSqlite(path.join(restored, 'guichet.sqlite'), { readonly: true });
  const received = database.prepare('SELECT received FROM release_file ORDER BY release_id').pluck().all();
  database.close();
  expect(received).toEqual([1, 0]);
});

describe('no backup is made', () => {
  test.each([
    ['missing', (place: string) => rm(place)],
    ['damaged', async (place: string) => writeFileSync(place, 'something else')],
  ])('of a ticket whose attachment is %s, unless it is left out', async (_how, spoil) => {
    const { sha256 } = await sendTicket();
    await spoil(placeOf(desk.dataDir, sha256));
    expect(await backup()).toEqual({
      code: 1,
      said: `The attachment ${sha256} is missing or damaged in DATA_DIR: put it back, or leave it out with --leave-out-damaged; no file was written.`,
    });
    expect(readdirSync(folder)).toEqual([]);
    const { code, said } = await backup({}, '--leave-out-damaged');
    expect([code, said]).toEqual([0, expect.stringContaining(`warning: left out the attachment ${sha256}`)]);
    expect((await restore()).said).toContain(`warning: the attachment ${sha256} was left out of the backup`);
  });

  test('over a file that exists, in a folder that does not, or without a name', async () => {
    writeFileSync(file, 'an older backup');
    expect(await backup()).toEqual({
      code: 1,
      said: `--to is ${JSON.stringify(file)}: this file exists, name another.`,
    });
    expect(readFileSync(file, 'utf8')).toBe('an older backup');
    file = path.join(folder, 'nowhere', 'backup.tar');
    expect(await backup()).toEqual({
      code: 1,
      said: `--to is ${JSON.stringify(file)}: expected a file in a folder that this account may write in.`,
    });
    const usage = 'Expected: node server/backup.ts --to <file> [--leave-out-damaged]';
    expect(await run('backup.ts', [], { DATA_DIR: desk.dataDir })).toEqual({ code: 1, said: usage });
    expect((await run('backup.ts', ['--form', 'x'], { DATA_DIR: desk.dataDir })).said).toBe(usage);
    expect((await run('restore.ts', [], { DATA_DIR: restored })).said).toBe(
      'Expected: node server/restore.ts --from <file>',
    );
  });

  test('of PostgreSQL, or without data', async () => {
    const { said } = await backup({ DATABASE_URL: 'postgres://guichet:secret@db.example.org/guichet' });
    expect(said).toMatch(/^DATABASE_URL is set: .+PostgreSQL\.$/);
    expect(said).not.toContain('secret');
    expect((await backup({ DATA_DIR: restored })).said).toMatch(
      /^There is no database in .+: start the server once/,
    );
  });
});

test('a backup of a server with SECRET_KEY says that the key is to be kept with it', async () => {
  await desk.stop();
  await rm(path.join(desk.dataDir, 'server.key'));
  expect((await backup({ SECRET_KEY: Buffer.alloc(32, 7).toString('base64') })).said).toMatch(
    /\nwarning: the server has its key from SECRET_KEY, keep it with this file$/,
  );
  await desk.start();
});

describe('nothing is restored', () => {
  beforeEach(async () => {
    await sendTicket();
    await backup();
  });

  /** Changes the entries of the backup. */
  async function alter(
    change: (entries: Awaited<ReturnType<typeof unpackTar>>) => typeof entries,
  ): Promise<void> {
    writeFileSync(file, await packTar(change(await unpackTar(readFileSync(file)))));
  }

  const textOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const refusal = async () => {
    const { code, said } = await restore();
    expect(code).toBe(1);
    expect(existsSync(path.join(restored, 'guichet.sqlite'))).toBe(false);
    expect(existsSync(path.join(restored, 'unfinished-restore'))).toBe(false);
    return said.replaceAll(file, 'the file').replaceAll(restored, 'the folder');
  };
  const DAMAGED = 'the file is damaged or not whole: use another backup, nothing was restored.';
  const FOREIGN = 'the file is not a backup of a Guichet server, nothing was restored.';

  test('into a folder with data', async () => {
    await mkdir(restored);
    writeFileSync(path.join(restored, 'notes.txt'), 'something');
    expect(await refusal()).toBe(
      'DATA_DIR is "the folder": expected an empty folder, but it has notes.txt; nothing was restored.',
    );
  });

  test.each([0.1, 0.5, 0.9, 0.999])('from a file that was cut at %f of its length', async (share) => {
    truncateSync(file, Math.floor(statSync(file).size * share));
    expect(await refusal()).toBe(DAMAGED);
  });

  test('from a file that was cut anywhere: in a header, in what is between, in the data, at the end', async () => {
    const whole = readFileSync(file);
    const cut = path.join(folder, 'cut.tar');
    const failures: unknown[] = [];
    const note = (failure: unknown) => failures.push(failure);
    process.on('uncaughtException', note);
    const lengths = new Set([0, 1, 511, 512, 513, 1023, 1024, 1025, whole.length - 1, whole.length - 1024]);
    for (let length = 0; length < Math.min(whole.length, 8000); length += 397) lengths.add(length);
    for (let length = 0; length < whole.length; length += 29_989) lengths.add(length);
    for (const length of lengths) {
      writeFileSync(cut, whole.subarray(0, length));
      const refused = await restoreBackup(cut, restored, systemClock).catch((failure: unknown) => failure);
      expect(refused, `cut at ${length}`).toBeInstanceOf(Refused);
      expect([DAMAGED, FOREIGN]).toContain((refused as Refused).message.replaceAll(cut, 'the file'));
      expect(readdirSync(restored).filter((name) => !name.startsWith('server.lock'))).toEqual([]);
    }
    process.off('uncaughtException', note);
    expect(failures).toEqual([]);
  });

  test.each([0.05, 0.3, 0.5, 0.7, 0.95])(
    'from a file with a bit flipped at %f of its data',
    async (share) => {
      const bytes = readFileSync(file);
      const entries = await unpackTar(bytes);
      const { data = new Uint8Array() } =
        entries.find(({ header }) => header.name === 'guichet.sqlite') ?? {};
      const start = bytes.indexOf(Buffer.from(data));
      const at = start + Math.floor(data.length * share);
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      writeFileSync(file, bytes);
      expect(await refusal()).toBe(DAMAGED);
    },
  );

  test('from a file with a bit flipped in an attachment, a name, the manifest or the checksums', async () => {
    const whole = path.join(folder, 'whole.tar');
    copyFileSync(file, whole);
    const bytes = readFileSync(whole);
    for (const place of ['attachments/', '"createdAt": "2', '"attachments": 1', '"guichet.sqlite": "']) {
      const spoilt = Buffer.from(bytes);
      const at = bytes.indexOf(place) + place.length - 1;
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      writeFileSync(file, spoilt);
      expect([DAMAGED, FOREIGN]).toContain(await refusal());
    }
  });

  test('from a file that is no backup', async () => {
    writeFileSync(file, 'not a backup');
    expect(await refusal()).toBe(FOREIGN);
    writeFileSync(file, await packTar([{ header: { name: 'manifest.json', size: 2 }, body: '{}' }]));
    expect(await refusal()).toBe(FOREIGN);
    await rm(file);
    const unreadable = 'the file cannot be read: expected a backup that this account may read.';
    expect(await refusal()).toBe(unreadable);
    await mkdir(file);
    expect(await refusal()).toBe(unreadable);
  });

  test.each([
    ['format', { format: 2 }],
    ['migration', { migrations: ['9990-from-the-future'] }],
  ])('from a file of a newer server, known by its %s', async (_what, newer) => {
    await alter((entries) =>
      entries.map((entry) => {
        if (entry.header.name !== 'manifest.json') return entry;
        const manifest = JSON.parse(new TextDecoder().decode(entry.data));
        const data = textOf({ ...manifest, version: '9.0.0', ...newer });
        return { header: { ...entry.header, size: data.length }, data };
      }),
    );
    expect(await refusal()).toBe(
      'the file was written by a newer Guichet server (9.0.0): restore it with that version, nothing was restored.',
    );
  });

  test.each([
    ['../escaped', {}],
    ['attachments/../../escaped', {}],
    ['/etc/escaped', {}],
    ['releases/0198a000-0000-7000-8000-000000000001/..', {}],
    ['server.key', { type: 'symlink', linkname: '/etc/passwd', size: 0 }],
    ['attachments', { type: 'symlink', linkname: '../..', size: 0 }],
    ['server.key', { type: 'link', linkname: '../escaped', size: 0 }],
  ] as const)('from a file with the entry %s %o', async (name, header) => {
    const data = 'type' in header ? undefined : textOf('escaped');
    const hostile = { header: { name, size: data?.length ?? 0, ...header }, ...(data && { data }) };
    await alter(([manifest, ...entries]) => [...(manifest ? [manifest] : []), hostile, ...entries]);
    expect(await refusal()).toBe(DAMAGED);
    expect(readdirSync(folder).sort()).toEqual(['backup.tar', 'restored']);
  });
});
