// The installer as IT uses it: silent installation, upgrade and removal.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { POLICY_KEY } from '../../main/settings/policy-values.ts';
import { sevenZipForWindows } from './test-installer.ts';
import { onDriveC, readOnDriveC, registryOf, runInWine, startInWine, windowsPath } from './wine.ts';

const PROGRAM = 'Program Files/Guichet';
const RUN_KEY = String.raw`HKLM\Software\Microsoft\Windows\CurrentVersion\Run`;
const LINK_KEY = String.raw`HKLM\Software\Classes\guichet`;
const COMPUTER_POLICY = `HKLM\\${POLICY_KEY}`;
/** The key of the detection rule in docs/guide-deployment.md. */
const UNINSTALL_KEY = String.raw`HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\b69ee1f3-83ed-505a-81a9-b0d31f34e34a`;
const SERVER_URL = 'https://help.example.org/desk';
const KEY = 'gk_key_of_the_college_01';
const INSTALL_OPTIONS = ['/S', `/SERVERURL=${SERVER_URL}`, `/ENROLMENTKEY=${KEY}`];

/** Timeout for a busy machine. */
const SLOW_MS = 180_000;

const wine = inject('wine');
const [first = '', second = ''] = inject('installers');
const standInLog = join(wine.folder, 'stand-in.log');
const standInLines = () =>
  existsSync(standInLog) ? readFileSync(standInLog, 'utf8').trim().split('\n') : [];
const env = {
  STUB_7ZA: windowsPath(sevenZipForWindows()),
  GUICHET_STAND_IN_LOG: windowsPath(standInLog),
};

const run = async (program: string, ...args: string[]) => (await runInWine(wine, program, args, env)).code;
const isInstalled = () => existsSync(onDriveC(wine, `${PROGRAM}/Guichet.exe`));

/** Waits for the removal: the uninstaller continues in another process. */
async function uninstall(...args: string[]): Promise<void> {
  expect(await run(String.raw`C:\Program Files\Guichet\Uninstall Guichet.exe`, '/S', ...args)).toBe(0);
  await expect.poll(() => existsSync(onDriveC(wine, PROGRAM)), { timeout: SLOW_MS }).toBe(false);
  await expect.poll(() => registryOf(wine, UNINSTALL_KEY), { timeout: SLOW_MS }).toEqual({});
}

/** Data folders of two users; the second has never signed in. */
const profiles = ['root', 'second'].map((user) => `users/${user}/AppData/Local`);
function writeUserData(): void {
  for (const profile of profiles) {
    mkdirSync(onDriveC(wine, `${profile}/Guichet`), { recursive: true });
    writeFileSync(onDriveC(wine, `${profile}/Guichet/guichet.sqlite`), 'a queue');
  }
}
/** The class that Electron registers for each user, to handle toasts. */
const TOAST_CLASS = String.raw`HKCU\Software\Classes\CLSID\{8C6C5A5E-93C1-4B5D-9B63-2C5C0E0D7A41}`;
const shortcuts = ['root', 'second'].map((user) =>
  onDriveC(wine, `users/${user}/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Guichet.lnk`),
);
async function registerForToasts(): Promise<void> {
  for (const shortcut of shortcuts) {
    mkdirSync(dirname(shortcut), { recursive: true });
    writeFileSync(shortcut, 'to the program');
  }
  await runInWine(wine, 'reg', ['add', TOAST_CLASS, '/v', 'AppId', '/d', 'org.guichet.agent', '/f']);
}

const userData = () => profiles.map((profile) => existsSync(onDriveC(wine, `${profile}/Guichet`)));

/** Starts the agent and waits until it runs. `ended` resolves to its exit code. */
async function startAgent(...args: string[]): Promise<{ ended: Promise<number> }> {
  rmSync(standInLog, { force: true });
  const ended = run(String.raw`C:\Program Files\Guichet\Guichet.exe`, ...args);
  await expect.poll(standInLines, { timeout: SLOW_MS }).toEqual(['started']);
  return { ended };
}

beforeAll(async () => {
  const profile = String.raw`HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList\S-1-5-21-1-2-3-1002`;
  const value = [
    '/v',
    'ProfileImagePath',
    '/t',
    'REG_EXPAND_SZ',
    '/d',
    String.raw`%SystemDrive%\users\second`,
  ];
  await runInWine(wine, 'reg', ['add', profile, ...value, '/f', '/reg:64']);
});

describe('installing', () => {
  it('an address without https:// or http:// is refused, and nothing is installed', async () => {
    expect(await run(first, '/S', '/SERVERURL=help.example.org')).toBe(87);
    expect(isInstalled()).toBe(false);
    expect(await registryOf(wine, COMPUTER_POLICY)).toEqual({});
  });

  it('an address without TLS is refused, unless it is this computer’s or is allowed', async () => {
    expect(await run(first, '/S', '/SERVERURL=http://help.example.org')).toBe(87);
    expect(isInstalled()).toBe(false);
    expect(await registryOf(wine, COMPUTER_POLICY)).toEqual({});
  });

  it('installs the program, its asar and its SQLite where only administrators can write', async () => {
    expect(await run(first, ...INSTALL_OPTIONS)).toBe(0);
    expect(readdirSync(onDriveC(wine, PROGRAM)).sort()).toEqual([
      'Guichet.exe',
      'Uninstall Guichet.exe',
      'resources',
    ]);
    const resources = onDriveC(wine, `${PROGRAM}/resources`);
    expect(existsSync(join(resources, 'app.asar'))).toBe(true);
    const modules = join(resources, 'app.asar.unpacked/node_modules');
    for (const architecture of ['x64', 'arm64']) {
      const sqlite = `better-sqlite3/prebuilds/win32-${architecture}.node`;
      const koffi = `@koromix/koffi-win32-${architecture}/win32_${architecture}/koffi.node`;
      expect([sqlite, koffi].map((binary) => existsSync(join(modules, binary)))).toEqual([true, true]);
    }
    const ofOthers = readdirSync(modules, { recursive: true, encoding: 'utf8' });
    expect(ofOthers.filter((path) => /(?:linux|darwin).*\.node$/.test(path))).toEqual([]);
  });

  it('writes the address and the key where the agent reads them', async () => {
    expect(await registryOf(wine, COMPUTER_POLICY)).toEqual({ serverurl: SERVER_URL, enrolmentkey: KEY });
  });

  it('starts the agent hidden for every user, and opens guichet:// links with it', async () => {
    const program = String.raw`"C:\Program Files\Guichet\Guichet.exe"`;
    expect(await registryOf(wine, RUN_KEY)).toEqual({ guichet: `${program} --hidden` });
    expect(await registryOf(wine, LINK_KEY)).toMatchObject({ 'url protocol': '' });
    expect(await registryOf(wine, String.raw`${LINK_KEY}\shell\open\command`)).toEqual({
      '(default)': `${program} -- "%1"`,
    });
  });

  it('is detected by the registry key of the detection rule', async () => {
    expect(await registryOf(wine, UNINSTALL_KEY)).toMatchObject({
      displayname: 'Guichet 1.0.0',
      displayversion: '1.0.0',
    });
  });

  it('puts an icon into the start menu and none on the desktop', () => {
    const menu = 'ProgramData/Microsoft/Windows/Start Menu/Programs';
    expect(existsSync(onDriveC(wine, `${menu}/Guichet.lnk`))).toBe(true);
    expect(existsSync(onDriveC(wine, 'users/Public/Desktop/Guichet.lnk'))).toBe(false);
  });
});

describe('upgrading', () => {
  it('asks a running agent to quit, keeps policy values and user data', async () => {
    writeUserData();
    const { ended } = await startAgent('--hidden');
    expect(await run(second, '/S')).toBe(0);
    expect(await ended).toBe(0);
    expect(standInLines()).toEqual(['started', 'ended in order']);
    expect(await registryOf(wine, UNINSTALL_KEY)).toMatchObject({ displayversion: '1.0.1' });
    expect(await registryOf(wine, COMPUTER_POLICY)).toEqual({ serverurl: SERVER_URL, enrolmentkey: KEY });
    expect(Object.keys(await registryOf(wine, RUN_KEY))).toEqual(['guichet']);
    expect(userData()).toEqual([true, true]);
    expect(readOnDriveC(wine, `${profiles[0]}/Guichet/guichet.sqlite`)).toBe('a queue');
    expect(readdirSync(onDriveC(wine, PROGRAM))).not.toContain('closing');
  });

  it('accepts another address, in quotation marks', async () => {
    const line = `"${windowsPath(second)}" /S /serverurl="https://desk.example.org/a" /ENROLMENTKEY=${KEY}`;
    const batch = join(wine.folder, 'install.cmd');
    writeFileSync(batch, `@${line}\r\n`);
    expect(await run('cmd', '/c', windowsPath(batch))).toBe(0);
    await expect
      .poll(() => registryOf(wine, COMPUTER_POLICY), { timeout: SLOW_MS })
      .toEqual({ serverurl: 'https://desk.example.org/a', enrolmentkey: KEY });
    await expect.poll(isInstalled, { timeout: SLOW_MS }).toBe(true);
  });
});

describe('removing', () => {
  it('kills an agent that does not quit, removes what it installed, and keeps user data', async () => {
    await registerForToasts();
    const { ended } = await startAgent('--deaf');
    await uninstall();
    await ended;
    expect(shortcuts.filter((shortcut) => existsSync(shortcut))).toEqual([]);
    expect(await registryOf(wine, TOAST_CLASS)).toEqual({});
    expect(standInLines()).toEqual(['started']);
    for (const key of [RUN_KEY, LINK_KEY, COMPUTER_POLICY]) expect(await registryOf(wine, key)).toEqual({});
    expect(userData()).toEqual([true, true]);
    expect(existsSync(onDriveC(wine, `${profiles[0]}/guichet-updater`))).toBe(false);
  });

  it('removes also what another program uses at that moment', async () => {
    expect(await run(first, ...INSTALL_OPTIONS)).toBe(0);
    const program = onDriveC(wine, `${PROGRAM}/resources/scanner.exe`);
    const ready = join(wine.folder, 'ready.txt');
    copyFileSync(onDriveC(wine, 'windows/system32/cmd.exe'), program);
    // no file can be removed while a process runs it
    const scanner = startInWine(wine, windowsPath(program), [
      '/c',
      `echo ready > ${windowsPath(ready)} & pause`,
    ]);
    await expect.poll(() => existsSync(ready), { timeout: SLOW_MS }).toBe(true);
    const removal = uninstall();
    await expect.poll(isInstalled, { timeout: SLOW_MS }).toBe(false);
    expect(existsSync(program)).toBe(true);
    scanner.end();
    await removal;
  });

  it('keeps values that group policy has written', async () => {
    expect(await run(first, ...INSTALL_OPTIONS)).toBe(0);
    // also where it fails: the other files of tests have the same registry
    onTestFinished(
      async () => void (await runInWine(wine, 'reg', ['delete', COMPUTER_POLICY, '/f', '/reg:64'])),
    );
    const hotkey = ['add', COMPUTER_POLICY, '/v', 'Hotkey', '/d', 'Ctrl+F10', '/f', '/reg:64'];
    expect((await runInWine(wine, 'reg', hotkey)).code).toBe(0);
    await uninstall();
    expect(await registryOf(wine, COMPUTER_POLICY)).toEqual({ hotkey: 'Ctrl+F10' });
  });

  it('with /PURGE removes the data of every user, and nothing else', async () => {
    expect(await run(second, ...INSTALL_OPTIONS)).toBe(0);
    writeUserData();
    await uninstall('/PURGE');
    await expect.poll(userData, { timeout: SLOW_MS }).toEqual([false, false]);
    for (const profile of profiles) expect(existsSync(onDriveC(wine, profile))).toBe(true);
  });
});
