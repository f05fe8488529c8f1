import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseKeyWrap } from '../../../../main/db/key-wrap.ts';
import { createSeal } from '../../../../main/db/seal.ts';
import type { KeyWrap } from '../../../../main/db/secrets.ts';
import { openStorage } from '../../../../main/db/storage.ts';
import { systemChance as chance } from '../../../../main/support/chance.ts';
import { emptyFolder, plainWrap } from '../../../fakes/agent-under-test.ts';

const folders: string[] = [];
function folder(): string {
  const folder = emptyFolder();
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function open(at: string, wrap: KeyWrap | null = plainWrap) {
  const opened = openStorage(at, { wrap, chance });
  if (opened.ok) opened.value.close();
  return opened.ok ? { secrets: opened.value.secrets } : { error: opened.error.code };
}

describe('seal', () => {
  const seal = createSeal(chance.bytes(32));
  const sealed = seal.close('draft', 'a', Buffer.from('Printer on fire'));

  it('opens what it has sealed', () => {
    expect(seal.open('draft', 'a', sealed)?.toString()).toBe('Printer on fire');
  });

  it('does not open after a change of any byte', () => {
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(seal.open('draft', 'a', altered), `byte ${at}`).toBeNull();
    }
  });

  it('does not open for another row or table, when truncated, or with another key', () => {
    expect(seal.open('draft', 'b', sealed)).toBeNull();
    expect(seal.open('outbox', 'a', sealed)).toBeNull();
    expect(seal.open('draft', 'a', sealed.subarray(0, 20))).toBeNull();
    expect(createSeal(chance.bytes(32)).open('draft', 'a', sealed)).toBeNull();
  });
});

describe('storage', () => {
  it('reads its secrets again after a restart', () => {
    const at = folder();
    expect(open(at)).toEqual(open(at));
  });

  it('stores the secrets in a file that only this user can read', () => {
    const at = folder();
    open(at);
    expect(statSync(join(at, 'keys.json')).mode & 0o777).toBe(0o600);
  });

  it('refuses to store keys without protection', () => {
    const at = folder();
    expect(open(at, null)).toEqual({ error: 'secrets-unavailable' });
    expect(readdirSync(at)).toEqual([]);
  });

  it('creates no new keys when existing data needs the old ones', () => {
    const at = folder();
    open(at);
    rmSync(join(at, 'keys.json'));
    expect(open(at)).toEqual({ error: 'secrets-lost' });
    expect(existsSync(join(at, 'keys.json'))).toBe(false);
  });

  it('refuses keys that are truncated, wrapped differently, or of other data', () => {
    const at = folder();
    open(at);
    const keys = readFileSync(join(at, 'keys.json'), 'utf8');
    writeFileSync(join(at, 'keys.json'), keys.slice(0, 40));
    expect(open(at)).toEqual({ error: 'secrets-lost' });
    writeFileSync(join(at, 'keys.json'), keys);
    expect(open(at, { ...plainWrap, name: 'safe-storage' })).toEqual({ error: 'secrets-lost' });
    const other = folder();
    open(other);
    writeFileSync(join(at, 'keys.json'), readFileSync(join(other, 'keys.json')));
    expect(open(at)).toEqual({ error: 'secrets-lost' });
    writeFileSync(join(at, 'keys.json'), keys);
    expect(open(at)).toHaveProperty('secrets');
  });
});

describe('single values', () => {
  const address = 'somebody@example.org';
  const opened = (at: string) => {
    const storage = openStorage(at, { wrap: plainWrap, chance });
    if (!storage.ok) throw new Error(storage.error.code);
    return storage.value;
  };
  const inFolder = (at: string) =>
    readdirSync(at)
      .filter((name) => name.startsWith('guichet.sqlite'))
      .some((name) => readFileSync(join(at, name)).includes(address));

  it('what names the person is not in the file', () => {
    const at = folder();
    const storage = opened(at);
    storage.values.write('tickets-of', address);
    expect(storage.values.read('tickets-of')).toBe(address);
    expect(inFolder(at)).toBe(false);
    storage.close();
  });

  it('what an earlier version stored as plain text is sealed, and nothing of it stays in the file', () => {
    const at = folder();
    const before = opened(at);
    before.db.prepare('insert into fact values (?, ?)').run('tickets-of', JSON.stringify(address));
    before.close();
    expect(inFolder(at)).toBe(true);
    const after = opened(at);
    expect(after.values.read('tickets-of')).toBe(address);
    expect(inFolder(at)).toBe(false);
    after.close();
  });
});

describe('key wrap', () => {
  const none = {
    isEncryptionAvailable: () => false,
    encryptString: (plain: string) => Buffer.from(plain),
    decryptString: (wrapped: Buffer) => wrapped.toString(),
  };
  const env = { GUICHET_UNPROTECTED_KEYS: '1' };

  it('is unprotected only when a test requests it, never in a packaged app', () => {
    expect(chooseKeyWrap(none, { packaged: false, env })?.name).toBe('unprotected');
    expect(chooseKeyWrap(none, { packaged: true, env })).toBeNull();
    expect(chooseKeyWrap(none, { packaged: false, env: {} })).toBeNull();
    const there = { ...none, isEncryptionAvailable: () => true };
    expect(chooseKeyWrap(there, { packaged: true, env })?.name).toBe('safe-storage');
  });
});
