// Checks the agent's modules on Node for Windows, with the binaries that ship, and writes the results to a file. Started
// under Wine by core.wine.ts; Node's standard output does not work there.
import assert from 'node:assert/strict';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS } from '../../main/db/migrations/all.ts';
import { openDatabase } from '../../main/db/open.ts';
import { openStorage, type Storage } from '../../main/db/storage.ts';
import { readIdentity } from '../../main/device/identity.ts';
import { openRegistry, regExe, windowsRegistry } from '../../main/device/registry.ts';
import { createOutboxStore } from '../../main/outbox/outbox-store.ts';
import { onClosing } from '../../main/process/closing.ts';
import { readDeployment } from '../../main/settings/deployment.ts';
import { readLocalPolicy } from '../../main/settings/policy.ts';
import { POLICY_KEY, readPolicyValues } from '../../main/settings/policy-values.ts';
import { systemChance as chance, newKey } from '../../main/support/chance.ts';
import { rotate } from '../../main/support/rotate.ts';
import { holdOnWindows } from '../../main/update/hold-file.ts';

const [results = '', dataFolder = ''] = process.argv.slice(2);
const wrap = {
  name: 'unprotected',
  wrap: (plain: string) => Buffer.from(plain),
  unwrap: (wrapped: Buffer) => wrapped.toString(),
} as const;
const silent = { info() {}, warn() {}, error() {} };
const folder = mkdtempSync(join(tmpdir(), 'guichet été '));

function open(at: string): Storage {
  const storage = openStorage(at, { wrap, chance });
  assert(storage.ok, JSON.stringify(storage));
  return storage.value;
}

function submit({ db, seal }: Storage, ticketId: string): string {
  const key = newKey(chance, new Date());
  const command = { key, kind: 'act-on-ticket', submittedAt: new Date().toISOString() } as const;
  createOutboxStore({ db, seal }).append({ ...command, files: [], body: { ticketId, act: 'close' } });
  return key;
}

const CHECKS: Record<string, () => unknown> = {
  'stored values are read again after the storage was closed'() {
    const first = open(folder);
    first.values.write('cursor', 42);
    first.close();
    const second = open(folder);
    assert.equal(second.values.read('cursor'), 42);
    second.close();
  },

  'a database of version 10 is migrated, and one of a later version is refused'() {
    const file = join(folder, 'older.sqlite');
    const older = openDatabase(file, { migrations: MIGRATIONS.slice(0, 1) });
    assert(older.ok);
    older.value.exec(`insert into draft (id, sealed, updated_at) values ('d', x'00', '2026')`);
    older.value.close();
    const now = openDatabase(file);
    assert(now.ok);
    assert.equal(now.value.pragma('user_version', { simple: true }), MIGRATIONS.at(-1)?.version);
    assert.equal(now.value.prepare('select count(*) from draft').pluck().get(), 1);
    now.value.pragma('user_version = 99990');
    now.value.close();
    assert.deepEqual(openDatabase(file), { ok: false, error: { code: 'database-newer' } });
  },

  'the outbox keeps its order, and a command of a process that was killed'() {
    const storage = open(dataFolder);
    const outbox = createOutboxStore(storage);
    const [killed, ...none] = outbox.batch({ count: 10, bytes: 1_000_000 }, new Date());
    assert.equal(killed?.command.kind, 'act-on-ticket');
    assert.deepEqual(none, []);
    const key = submit(storage, newKey(chance, new Date()));
    assert.deepEqual(
      outbox.batch({ count: 10, bytes: 1_000_000 }, new Date()).map(({ command }) => command.key),
      [killed?.command.key, key],
    );
    storage.close();
  },

  async 'a held installer cannot be written, replaced, renamed or deleted, and can be read'() {
    const inside = join(folder, 'pending');
    mkdirSync(inside);
    const file = join(inside, 'Guichet-Setup.exe');
    const other = join(folder, 'other.exe');
    writeFileSync(file, 'checked');
    writeFileSync(other, 'malware');
    const held = await holdOnWindows(file);
    assert.equal(held.path.toLowerCase(), file.toLowerCase());
    assert.throws(() => writeFileSync(file, 'malware'));
    assert.throws(() => renameSync(other, file));
    assert.throws(() => renameSync(file, join(inside, 'moved.exe')));
    assert.throws(() => rmSync(file));
    assert.equal(readFileSync(file, 'utf8'), 'checked');
    held.release();
    renameSync(other, file);
    assert.equal(readFileSync(file, 'utf8'), 'malware');
    await assert.rejects(holdOnWindows(join(inside, 'missing.exe')));
    const writing = openSync(file, 'r+');
    await assert.rejects(holdOnWindows(file), 'somebody could still change it');
    closeSync(writing);
  },

  async 'Windows identifies user and machine'() {
    const { identity } = await readIdentity(windowsRegistry(process.env), process.env);
    assert.match(identity.sid, /^S-1-5-21(-\d+){4}$/);
    assert.match(identity.machineId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
    assert.match(identity.userName, /^[^\\]+\\[^\\]+$/);
    assert.equal(identity.hostname, hostname());
    assert.match(identity.os, /Windows/);
  },

  async 'the registry is read by Windows’ functions, and by reg.exe where those fail'() {
    const key = `HKLM\\${POLICY_KEY}`;
    const byFunctions = (await openRegistry())(key);
    assert.equal(byFunctions.get('serverurl'), 'https://help.example.org/été');
    const byRegExe = await regExe(process.env)(key);
    for (const values of [byFunctions, byRegExe]) {
      assert.deepEqual([...values.keys()].sort(), ['language', 'screenshots', 'serverurl']);
      assert.equal(values.get('language'), 'fr');
      assert.equal(values.get('screenshots'), 0);
    }
    assert.equal((await windowsRegistry(process.env)(String.raw`HKLM\Software\Not\There`)).size, 0);
  },

  async 'the policy of the computer wins over that of the user, and both over the defaults'() {
    const values = await readPolicyValues(windowsRegistry(process.env));
    assert.deepEqual(readDeployment({}, values), {
      ok: true,
      value: { serverUrl: 'https://help.example.org/été', enrolmentKey: 'gk_key_of_the_user_01' },
    });
    const { screenshots, facts, imposed } = readLocalPolicy(values, silent);
    assert.deepEqual(
      { screenshots, facts, imposed },
      {
        screenshots: false,
        facts: true,
        imposed: { language: 'fr', hotkey: 'Ctrl+F9' },
      },
    );
  },

  async 'the installer’s closing file makes the agent quit'() {
    const program = join(folder, 'program');
    mkdirSync(program);
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const watcher = onClosing(join(program, 'Guichet.exe'), end);
    writeFileSync(join(program, 'closing'), '');
    await ended;
    watcher.close();
  },

  'logs rotate'() {
    const log = join(folder, 'main.log');
    for (const age of [1, 2, 3]) {
      writeFileSync(log, `${age}`);
      rotate(log);
    }
    assert.deepEqual(
      readdirSync(folder)
        .filter((name) => /^main\./.test(name))
        .sort(),
      ['main.1.log', 'main.2.log', 'main.3.log'],
    );
  },
};

if (process.env.GUICHET_TEST_DIES) {
  submit(open(dataFolder), newKey(chance, new Date()));
  process.kill(process.pid, 'SIGKILL');
}

const checkResults: { name: string; problem: string | null }[] = [];
for (const [name, check] of Object.entries(CHECKS)) {
  const problem = await Promise.resolve()
    .then(check)
    .then(() => null)
    .catch((thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? '') : String(thrown)));
  checkResults.push({ name, problem });
}
rmSync(folder, { recursive: true, force: true });
assert(!existsSync(folder));
writeFileSync(results, JSON.stringify(checkResults));
