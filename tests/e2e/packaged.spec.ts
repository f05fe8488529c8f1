// The packaged agent: its files, its fuses, and its start from the asar.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect } from '@playwright/test';
import { CLOSING_FILE } from '../../main/process/closing.ts';
import { readPublisher } from '../../main/update/publisher.ts';
import { ownPort } from '../fakes/own-port.ts';
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

/** Limit for app.asar, in megabytes of 1,048,576 bytes. */
const LARGEST_ARCHIVE = 6;
const NO_SERVER = {
  GUICHET_SERVER_URL: 'http://127.0.0.1:9',
  GUICHET_ENROLMENT_KEY: 'gk_nobody_listens_here',
};
/** States of a fuse in the program, as @electron/fuses writes them. */
const [OFF, ON] = [0x30, 0x31];

let packed: PackedAgent;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  packed = packAgent();
});

test('the archive contains only the agent and its dependencies, no server, console, test or development file', () => {
  const files = filesOfArchive(packed.archive).map(({ path }) => path);
  const agentFile =
    /^(?:package\.json|out\/(?:main|preload|renderer)\/.+|resources\/(?:icons|locales)\/.+|node_modules\/(?:better-sqlite3|koffi|@koromix\/koffi-[\w-]+)\/.+)$/;
  expect(files.filter((path) => !agentFile.test(path))).toEqual([]);
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

test('an unsigned build names no publisher, so it takes no updates', async () => {
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
  // Electron 25 does not have this fuse
  const older = process.env.GUICHET_RUNTIME === 'electron25';
  expect(fuse(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(older ? undefined : OFF);
});

test('ELECTRON_RUN_AS_NODE and NODE_OPTIONS cannot make the program run other code', async ({ area }) => {
  const folder = emptyFolder('script');
  const script = join(folder, 'own.cjs');
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'ran'))}, '')`);
  const environment = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${script}` };
  const agent = startPacked(packed.program, { ...NO_SERVER, ...environment });
  await expect.poll(() => area.tooltip()).toContain('Guichet');
  await agent.quit();
  expect(readdirSync(folder)).toEqual(['own.cjs']);
});

test('the packaged agent starts from its asar, quits when an installer asks, and stores no unprotected keys', async ({
  area,
}) => {
  test.slow();
  const agent = startPacked(packed.program, NO_SERVER);
  await expect.poll(() => area.tooltip()).toContain('Guichet');
  await area.choose('Personal settings');
  await agent.shows('Personal settings');
  const ended = once(agent.process, 'exit');
  const closing = join(dirname(packed.program), CLOSING_FILE);
  writeFileSync(closing, '');
  expect(await ended, 'the installer removes the program').toEqual([0, null]);
  rmSync(closing);

  const userData = emptyFolder('agent');
  const unprotectedKeys = { ...NO_SERVER, GUICHET_UNPROTECTED_KEYS: '1' };
  const moreSwitches = ['--password-store=basic'];
  const refusing = startPacked(packed.program, unprotectedKeys, { userData, moreSwitches });
  await expect.poll(() => area.tooltip()).toContain('Needs your attention');
  await refusing.quit();
  expect(readFileSync(join(userData, 'logs/main.log'), 'utf8')).toContain('secrets-unavailable');
});

/** Whether anything listens on the port. */
function isOpen(port: number): Promise<boolean> {
  return new Promise((known) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      known(true);
    });
    socket.once('error', () => known(false));
  });
}

/** What these switches would do, so that a test can see whether they did. */
async function forbiddenSwitches(folder: string) {
  const [debugging, inspector] = [await ownPort(), await ownPort()];
  const [netLog, keyLog] = [join(folder, 'net.json'), join(folder, 'keys.log')];
  const switches = [
    // Chromium trims what is around a switch
    ` --remote-debugging-port=${debugging}`,
    `-remote-debugging-address=127.0.0.1`,
    '--remote-allow-origins=*',
    `--inspect=${inspector}`,
    `--inspect-brk=${inspector}`,
    `--log-net-log=${netLog}`,
    `--ssl-key-log-file=${keyLog}`,
    '--auto-open-devtools-for-tabs',
    '--disable-web-security',
    '--host-rules=MAP * 127.0.0.1',
    '--js-flags=--trace-gc',
  ];
  return {
    switches,
    traces: async () => [
      ...((await isOpen(debugging)) ? ['a debugger of pages'] : []),
      ...((await isOpen(inspector)) ? ['a debugger of the main process'] : []),
      ...[netLog, keyLog].filter((file) => existsSync(file)),
    ],
  };
}

test('no switch opens the packaged agent to a debugger, logs its network, or sends it elsewhere', async ({
  area,
}) => {
  const userData = emptyFolder('agent');
  const { switches, traces } = await forbiddenSwitches(userData);
  const agent = startPacked(packed.program, NO_SERVER, { userData, moreSwitches: switches });
  await expect.poll(() => area.tooltip()).toContain('Guichet');
  await area.choose('Personal settings');
  await agent.shows('Personal settings');
  expect(await traces()).toEqual([]);
  expect(existsSync(join(userData, 'DevToolsActivePort'))).toBe(false);
  await agent.quit();
  const log = readFileSync(join(userData, 'logs/main.log'), 'utf8');
  expect(log).toContain('switches were ignored: remote-debugging-port');
});

test('an Electron that is not packaged obeys the same switches', async () => {
  const folder = emptyFolder('electron');
  const { switches, traces } = await forbiddenSwitches(folder);
  const script = join(folder, 'idle.cjs');
  writeFileSync(script, "require('electron').app.whenReady().then(() => setInterval(() => {}, 1000))");
  const args = [...PACKED_SWITCHES, ...switches.filter((each) => !each.includes('inspect'))];
  const child = spawn(process.env.GUICHET_ELECTRON ?? '', [...args, `--user-data-dir=${folder}`, script], {
    stdio: 'ignore',
  });
  try {
    await expect.poll(traces).toEqual(expect.arrayContaining(['a debugger of pages']));
  } finally {
    child.kill('SIGKILL');
  }
});

test('a closed terminal does not make the agent log EPIPE errors for ever', async () => {
  const userData = emptyFolder('agent');
  const child = spawn(packed.program, [...PACKED_SWITCHES, `--user-data-dir=${userData}`], {
    env: { ...process.env, ...NO_SERVER },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const attachments = join(userData, 'attachments');
    await expect.poll(() => existsSync(attachments)).toBe(true);
    child.stderr.destroy();
    rmSync(attachments, { recursive: true });
    const file = join(userData, 'logs/main.log');
    const log = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    const reports = () => log().split(`scandir '${attachments}'`).length - 1;
    await expect.poll(reports, 'the missing folder is logged').toBeGreaterThan(1);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(log().includes('EPIPE')).toBe(false);
  } finally {
    child.kill('SIGKILL');
  }
});
