// Personal settings: chosen values, imposed values, suggestions, and start at sign-in.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Standing } from '../../../../contract/enrolment.ts';
import type { KeyValueStore } from '../../../../main/db/key-value-store.ts';
import { createPersonalSettings } from '../../../../main/settings/personal-settings.ts';
import { createSignIn } from '../../../../main/settings/sign-in.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A key-value store in memory, with JSON values as the real one. */
function valuesOf(first: Record<string, unknown> = {}): KeyValueStore {
  const stored = new Map(Object.entries(first).map(([name, value]) => [name, JSON.stringify(value)]));
  return {
    read: (name) => JSON.parse(stored.get(name) ?? 'null'),
    write: (name, value) => void stored.set(name, JSON.stringify(value)),
    forget: (name) => void stored.delete(name),
  };
}

const STANDING: Standing = {
  organisation: 'Contoso',
  state: 'active',
  requester: { email: 'a.requester@contoso.example', fullName: 'A requester' },
  mayReplace: false,
  mayReturn: false,
  proof: 'token',
  mailWish: null,
  suggested: {
    email: 'directory@contoso.example',
    fullName: 'Of the directory',
    phone: '555 0100',
    site: 'Main campus',
    room: null,
  },
};
const none = {
  systemLanguage: 'en',
  imposed: () => ({}),
  account: { fullName: null, email: null },
  startsAtSignIn: () => false,
} as const;

describe('personal settings', () => {
  it('default to the confirmed values, then to the directory’s suggestions', () => {
    const { read } = createPersonalSettings({ ...none, values: valuesOf({ standing: STANDING }) });
    expect(read()).toEqual({
      fullName: 'A requester',
      email: 'a.requester@contoso.example',
      phone: '555 0100',
      site: 'Main campus',
      room: '',
      language: 'en',
      theme: 'system',
      hotkey: null,
      startAtSignIn: false,
    });
    const unconfirmed = valuesOf({ standing: { ...STANDING, requester: null } });
    expect(createPersonalSettings({ ...none, values: unconfirmed }).read().email).toBe(
      'directory@contoso.example',
    );
  });

  it('stored in part are completed with defaults', () => {
    const personal = { fullName: 'A requester', email: 'old@example.org', language: 'fr' };
    const { read, language } = createPersonalSettings({
      ...none,
      values: valuesOf({ personal, standing: STANDING }),
    });
    expect(read()).toMatchObject({ ...personal, phone: '555 0100', theme: 'system', hotkey: null });
    expect(language()).toBe('fr');
  });

  it('default to the Windows account when the directory has no suggestion', () => {
    const account = { fullName: 'Of Windows', email: 'user@contoso.example' };
    expect(createPersonalSettings({ ...none, account, values: valuesOf() }).read()).toMatchObject(account);
    const known = createPersonalSettings({ ...none, account, values: valuesOf({ standing: STANDING }) });
    expect(known.read().fullName).toBe('A requester');
  });

  it('that the user emptied stay empty', () => {
    const personal = createPersonalSettings({ ...none, values: valuesOf({ standing: STANDING }) });
    personal.write({ ...personal.read(), phone: '' });
    expect(personal.read().phone).toBe('');
  });

  it('imposed by IT win and cannot be changed', () => {
    const values = valuesOf();
    createPersonalSettings({ ...none, values }).write({
      ...createPersonalSettings({ ...none, values }).read(),
      language: 'en',
      hotkey: 'Ctrl+F9',
      theme: 'light',
    });
    const imposed = { language: 'fr', hotkey: 'Ctrl+Alt+H' } as const;
    const personal = createPersonalSettings({ ...none, values, imposed: () => imposed });
    expect(personal.imposed()).toEqual(['language', 'hotkey']);
    expect(personal.read()).toMatchObject(imposed);
    expect(personal.language()).toBe('fr');
    const asked = personal.write({ ...personal.read(), language: 'en', theme: 'dark' });
    expect(asked).toMatchObject({ ...imposed, theme: 'dark' });
    expect(personal.read()).toEqual(asked);
    // the user's own choice applies again once IT no longer imposes one
    expect(createPersonalSettings({ ...none, values }).read()).toMatchObject({
      language: 'en',
      hotkey: 'Ctrl+F9',
      theme: 'dark',
    });
  });

  it('report start at sign-in as the system has it, not as last requested', () => {
    const values = valuesOf();
    const personal = createPersonalSettings({ ...none, values });
    const asked = personal.write({ ...personal.read(), startAtSignIn: true });
    expect(asked.startAtSignIn).toBe(true);
    expect(personal.read().startAtSignIn).toBe(false);
    expect(createPersonalSettings({ ...none, values, startsAtSignIn: () => true }).read().startAtSignIn).toBe(
      true,
    );
  });

  it('store a typed address, and no value over its limit', () => {
    const personal = createPersonalSettings({ ...none, values: valuesOf() });
    personal.saveAddress('A requester', 'a@example.org');
    personal.saveAddress('x'.repeat(1000), 'b@example.org');
    expect(personal.read()).toMatchObject({ fullName: 'A requester', email: 'a@example.org', phone: '' });
  });
});

describe('start at sign-in', () => {
  const app = {
    getName: () => 'Guichet',
    getLoginItemSettings: () => {
      throw new Error('not on Linux');
    },
    setLoginItemSettings() {},
  };
  const signInAt = (folder: string, log = recordingLog()) =>
    createSignIn({
      app,
      platform: 'linux',
      env: { XDG_CONFIG_HOME: folder },
      command: ['/opt/Guichet 100%/guichet'],
      optOut: { isSet: () => false, set() {} },
      log,
    });

  it('on Linux is an autostart file, written and removed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'guichet-autostart-'));
    made.push(folder);
    const signIn = signInAt(folder);
    expect(signIn.isOn()).toBe(false);
    signIn.set(true);
    expect(signIn.isOn()).toBe(true);
    expect(readFileSync(join(folder, 'autostart/guichet.desktop'), 'utf8')).toBe(
      '[Desktop Entry]\nType=Application\nName=Guichet\nExec="/opt/Guichet 100%%/guichet"\n',
    );
    signIn.set(false);
    expect(signIn.isOn()).toBe(false);
  });

  it('stays off when the file cannot be written, and the reason is logged', () => {
    const log = recordingLog();
    const signIn = signInAt('/dev/null', log);
    signIn.set(true);
    expect(signIn.isOn()).toBe(false);
    expect(log.lines).toHaveLength(1);
  });
});
