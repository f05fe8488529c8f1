// Local data that cannot be opened at start: when keys are given up, and what is tried again.
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openLocalData, restartOnceOpen } from '../../../../main/setup/open-local-data.ts';
import { systemChance as chance } from '../../../../main/support/chance.ts';
import { emptyFolder } from '../../../fakes/agent-under-test.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';

const folders: string[] = [];
const closed: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closed.splice(0)) close();
  for (const folder of folders.splice(0)) {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A key store as Electron's, whose key a reset of the password replaces. */
function keyStore() {
  const store = {
    key: 'first',
    isThere: true,
    /** how many calls it still fails */
    fails: 0,
    isEncryptionAvailable: () => store.isThere,
    encryptString: (plain: string) => Buffer.from(`${store.key}:${plain}`),
    decryptString(wrapped: Buffer) {
      const [key, plain = ''] = wrapped.toString().split(':');
      if (store.fails-- > 0 || key !== store.key) throw new Error('Error while decrypting the ciphertext');
      return plain;
    },
  };
  return store;
}

function ownParts() {
  const userData = emptyFolder();
  folders.push(userData);
  const [clock, log, safeStorage] = [manualClock(), recordingLog(), keyStore()];
  return { userData, built: userData, packaged: true, env: {}, safeStorage, chance, clock, log };
}

async function open(parts: ReturnType<typeof ownParts>) {
  const opening = openLocalData(parts);
  for (let seconds = 0; seconds < 5; seconds++) {
    await Promise.resolve();
    parts.clock.advance(1000);
  }
  const opened = await opening;
  if (opened.ok) closed.push(opened.value.storage.close);
  return opened;
}

async function begun() {
  const parts = ownParts();
  const opened = await open(parts);
  if (!opened.ok) throw new Error(opened.error.code);
  opened.value.storage.close();
  return parts;
}

describe('keys that open nothing at start', () => {
  it('are given up after the password was reset: the agent begins anew, and the log says so', async () => {
    const parts = await begun();
    parts.safeStorage.key = 'second';
    const opened = await open(parts);
    expect(opened.ok && opened.value.storage.values.read('recovery')).toMatchObject({ cause: 'keys' });
    expect(parts.log.lines.at(-1)).toMatch(
      /^the local data was begun anew \(keys\): kept .*; set aside: set-aside-\d{8}-\d{6}$/,
    );
  });

  it('are kept when the key store fails only for a moment, or is not ready at all', async () => {
    const parts = await begun();
    const before = readFileSync(join(parts.userData, 'keys.json'), 'utf8');
    parts.safeStorage.fails = 1;
    const opened = await open(parts);
    expect(opened.ok && opened.value.storage.values.read('recovery')).toBeNull();
    parts.safeStorage.fails = 1000;
    expect(await open(parts)).toMatchObject({ error: { code: 'secrets-unavailable' } });
    parts.safeStorage.isThere = false;
    expect(await open(parts)).toMatchObject({ error: { code: 'secrets-unavailable' } });
    expect(readFileSync(join(parts.userData, 'keys.json'), 'utf8')).toBe(before);
    expect(readdirSync(parts.userData).filter((name) => name.startsWith('set-aside'))).toEqual([]);
  });
});

describe('what cannot be opened at the moment', () => {
  it('is tried again, and the agent starts again once it opens', async () => {
    const parts = await begun();
    parts.safeStorage.isThere = false;
    const failed = await open(parts);
    if (failed.ok) throw new Error('opened');
    let restarts = 0;
    restartOnceOpen(failed.error, parts, () => {
      restarts += 1;
    });
    parts.clock.advance(60_000);
    expect(restarts).toBe(0);
    parts.safeStorage.isThere = true;
    parts.clock.advance(5000);
    expect(restarts).toBe(1);
    parts.clock.advance(60_000);
    expect(restarts).toBe(1);
  });

  it('is not tried again where only another version helps', () => {
    const parts = ownParts();
    restartOnceOpen({ code: 'database-newer' }, parts, () => {
      throw new Error('restarted');
    });
    parts.clock.advance(60_000);
  });

  it.skipIf(process.platform === 'win32')(
    'on a disk that is read only: nothing is set aside, and it is said',
    async () => {
      const parts = await begun();
      const before = readdirSync(parts.userData);
      for (const name of before) chmodSync(join(parts.userData, name), 0o555);
      chmodSync(parts.userData, 0o555);
      // Root may write everywhere: it becomes nobody, once all code is loaded.
      const storage = JSON.stringify(new URL('../../../../main/db/storage.ts', import.meta.url).href);
      const script = `
      const { openStorage } = await import(${storage});
      const { randomBytes } = await import('node:crypto');
      const { default: Database } = await import('better-sqlite3');
      new Database(':memory:').close();
      if (process.getuid() === 0) process.setuid(65534);
      const wrap = {
        name: 'safe-storage',
        wrap: (plain) => Buffer.from('first:' + plain),
        unwrap: (wrapped) => wrapped.toString().split(':')[1],
      };
      console.log(JSON.stringify(openStorage(process.argv[1], { wrap, chance: { bytes: randomBytes } })));
    `;
      const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, parts.userData], {
        cwd: import.meta.dirname,
        encoding: 'utf8',
      });
      expect(run.stdout.trim(), run.stderr).toBe('{"ok":false,"error":{"code":"storage-read-only"}}');
      expect(readdirSync(parts.userData)).toEqual(before);
    },
  );
});
