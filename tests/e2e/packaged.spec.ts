// What electron-builder makes of the agent: what is in it, its fuses, and that it starts from its asar.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect } from '@playwright/test';
import { CLOSING_FILE } from '../../main/process/closing.ts';
import { readPublisher } from '../../main/update/publisher.ts';
import { test } from './desktop.ts';
import {
  filesOfArchive,
  megabytesOf,
  PACKED_SWITCHES,
  type PackedAgent,
  packAgent,
  startPacked,
} from './packaged-agent.ts';
import { emptyFolder } from './parts.ts';

test.skip(process.platform !== 'linux', 'packages the Linux folder');

/** app.asar may have so many megabytes of 1,048,576 bytes. */
const LARGEST_ARCHIVE = 6;
const NOBODY = {
  GUICHET_SERVER_URL: 'http://127.0.0.1:9',
  GUICHET_ENROLMENT_KEY: 'gk_nobody_listens_here',
};
/** As @electron/fuses writes them into the program. */
const [OFF, ON] = [0x30, 0x31];

let packed: PackedAgent;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  packed = packAgent();
});

test('the archive has the agent and what it needs, and nothing of server, console, tests or development', () => {
  const files = filesOfArchive(packed.archive).map(({ path }) => path);
  const ofTheAgent =
    /^(?:package\.json|out\/(?:main|preload|renderer)\/.+|resources\/(?:icons|locales)\/.+|node_modules\/(?:better-sqlite3|koffi|@koromix\/koffi-[\w-]+)\/.+)$/;
  expect(files.filter((path) => !ofTheAgent.test(path))).toEqual([]);
  const development =
    /\.(?:ts|tsx|map|md|c|cc|cpp|h|hpp|gyp|test\.\w+|spec\.\w+)$|\/(?:tests?|docs?|benchmark)\//;
  expect(files.filter((path) => development.test(path))).toEqual([]);
  expect(files.filter((path) => /win32|darwin/.test(path) && path.endsWith('.node'))).toEqual([]);
  expect(megabytesOf(packed.archive)).toBeLessThan(LARGEST_ARCHIVE);
  expect(readdirSync(dirname(packed.archive)).sort()).toEqual([
    'app-update.yml',
    'app.asar',
    'app.asar.unpacked',
  ]);
});

test('a build that nobody signed names no publisher, and so takes no updates', async () => {
  expect(await readPublisher(join(dirname(packed.archive), 'app-update.yml'))).toBeNull();
});

test('every fuse is set', async () => {
  const wire: Record<string, unknown> = { ...(await getCurrentFuseWire(packed.program)) };
  const fuse = (option: FuseV1Options) => wire[option];
  expect(fuse(FuseV1Options.RunAsNode)).toBe(OFF);
  expect(fuse(FuseV1Options.EnableCookieEncryption)).toBe(ON);
  expect(fuse(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(OFF);
  expect(fuse(FuseV1Options.EnableNodeCliInspectArguments)).toBe(OFF);
  expect(fuse(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(ON);
  expect(fuse(FuseV1Options.OnlyLoadAppFromAsar)).toBe(ON);
  // Electron 25 has no such fuse
  const older = process.env.GUICHET_RUNTIME === 'electron25';
  expect(fuse(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(older ? undefined : OFF);
});

test('whoever starts it as a Node, or with code of their own, starts the agent all the same', async ({
  area,
}) => {
  const folder = emptyFolder('script');
  const script = join(folder, 'own.cjs');
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'ran'))}, '')`);
  const environment = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${script}` };
  const agent = await startPacked(packed.program, { ...NOBODY, ...environment });
  await expect.poll(() => area.tooltip()).toContain('Guichet');
  await agent.quit();
  expect(readdirSync(folder)).toEqual(['own.cjs']);
});

test('the packaged agent starts from its asar, ends when an installer says so, and keeps no keys where it cannot protect them', async ({
  area,
}) => {
  test.slow();
  const agent = await startPacked(packed.program, NOBODY);
  await expect.poll(() => area.tooltip()).toContain('Guichet');
  await area.choose('Personal settings');
  await agent.shows('settings', 'Full name');
  const ended = once(agent.process, 'exit');
  const closing = join(dirname(packed.program), CLOSING_FILE);
  writeFileSync(closing, '');
  expect(await ended, 'the installer says that the program is going').toEqual([0, null]);
  rmSync(closing);

  const userData = emptyFolder('agent');
  const unprotectedKeys = { ...NOBODY, GUICHET_UNPROTECTED_KEYS: '1' };
  const moreSwitches = ['--password-store=basic'];
  const refusing = await startPacked(packed.program, unprotectedKeys, { userData, moreSwitches });
  await expect.poll(() => area.tooltip()).toContain('Needs your attention');
  await refusing.quit();
  expect(readFileSync(join(userData, 'logs/main.log'), 'utf8')).toContain('secrets-unavailable');
});

test('a terminal that has gone is not told of its own end for ever', async () => {
  const userData = emptyFolder('agent');
  const child = spawn(packed.program, [...PACKED_SWITCHES, `--user-data-dir=${userData}`], {
    env: { ...process.env, ...NOBODY },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const attachments = join(userData, 'attachments');
    await expect.poll(() => existsSync(attachments)).toBe(true);
    child.stderr.destroy();
    rmSync(attachments, { recursive: true });
    const file = join(userData, 'logs/main.log');
    const log = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    const told = () => log().split(`scandir '${attachments}'`).length - 1;
    await expect.poll(told, 'what is missing is told in the log').toBeGreaterThan(1);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(log().includes('EPIPE')).toBe(false);
  } finally {
    child.kill('SIGKILL');
  }
});
