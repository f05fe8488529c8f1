// Packs the agent with electron-builder for Linux, around the Electron of this run; the files are those of Windows.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Screen } from '../../contract/ipc.ts';
import { emptyFolder, root } from './parts.ts';

export interface PackedAgent {
  program: string;
  /** app.asar */
  archive: string;
}

/** Writes the shipped configuration to a file. Electron 25 lacks one of the fuses, so its setting is left out there. */
function configuration(output: string): string {
  const shipped = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
  if (process.env.GUICHET_RUNTIME === 'electron25')
    delete shipped.electronFuses.grantFileProtocolExtraPrivileges;
  const file = join(output, 'electron-builder.json');
  writeFileSync(file, JSON.stringify(shipped));
  return file;
}

export function packAgent(): PackedAgent {
  const output = emptyFolder('packaged');
  const dist = join(emptyFolder('dist'), 'electron');
  const electron = process.env.GUICHET_ELECTRON ?? '';
  cpSync(dirname(electron), dist, { recursive: true });
  rmSync(join(dist, 'resources'), { recursive: true, force: true });
  const settings = [
    `directories.output=${output}`,
    `electronDist=${dist}`,
    `electronVersion=${process.env.GUICHET_ELECTRON_VERSION}`,
  ];
  execFileSync(
    'electron-builder',
    [
      ...['--linux', 'dir', '--publish', 'never', '--config', configuration(output)],
      ...settings.map((setting) => `--config.${setting}`),
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const folder = join(output, 'linux-unpacked');
  const binding = process.env.GUICHET_SQLITE_BINDING;
  if (binding) {
    // The older runtime cannot load the shipped binary; all other files are those that ship.
    const shipped = 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node';
    copyFileSync(binding, join(folder, shipped));
  }
  return { program: join(folder, 'guichet'), archive: join(folder, 'resources/app.asar') };
}

interface Node {
  files?: Record<string, Node>;
  size?: number;
  unpacked?: boolean;
}

/** The files that an asar archive lists, with sizes in bytes. `inside`: stored in the archive, not unpacked beside it. */
export function filesOfArchive(archive: string): { path: string; size: number; inside: boolean }[] {
  const handle = openSync(archive, 'r');
  const sizes = Buffer.alloc(16);
  readSync(handle, sizes, 0, 16, 0);
  const header = Buffer.alloc(sizes.readUInt32LE(12));
  readSync(handle, header, 0, header.length, 16);
  const list = (node: Node, path: string): ReturnType<typeof filesOfArchive> =>
    node.files
      ? Object.entries(node.files).flatMap(([name, child]) =>
          list(child, path === '' ? name : `${path}/${name}`),
        )
      : [{ path, size: node.size ?? 0, inside: node.unpacked !== true }];
  return list(JSON.parse(header.toString('utf8')), '');
}

/** Size in megabytes of 1,048,576 bytes. */
export function megabytesOf(file: string): number {
  return statSync(file).size / 1024 / 1024;
}

/** Chromium's sandbox does not run as root; Playwright disables it in the same way. */
export const PACKED_SWITCHES = [
  ...(process.env.GUICHET_ELECTRON_SWITCHES ?? '').split(' ').filter(Boolean),
  '--no-sandbox',
];

export interface RunningPackedAgent {
  process: ChildProcess;
  /** Waits until the window of a screen shows this text. */
  shows(screen: Screen, text: string): Promise<void>;
  quit(): Promise<void>;
}

const Targets = z.array(z.object({ url: z.string(), webSocketDebuggerUrl: z.string() }));
const Evaluated = z.object({ result: z.object({ result: z.object({ value: z.string().optional() }) }) });

/** Reads the text of a page by the DevTools protocol: Playwright connects to Electron only through the main process. */
async function textOf(address: string): Promise<string> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const expression = 'document.body.innerText';
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  const [{ data }] = (await once(socket, 'message')) as [MessageEvent<string>];
  socket.close();
  return Evaluated.parse(JSON.parse(data)).result.result.value ?? '';
}

/**
 * Starts the packed agent. Its fuses forbid a debugger in the main process, so the windows are reached through
 * Chromium's debugging port, which only this run opens.
 */
export async function startPacked(
  program: string,
  env: Record<string, string>,
  { userData = emptyFolder('agent'), moreSwitches = [] as string[] } = {},
): Promise<RunningPackedAgent> {
  const child = spawn(
    program,
    [...PACKED_SWITCHES, ...moreSwitches, '--remote-debugging-port=0', `--user-data-dir=${userData}`],
    { env: { ...process.env, LANGUAGE: 'en', LANG: 'C.UTF-8', ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // An agent left running by a failed test would hold the hotkey of later tests.
  process.once('exit', () => child.kill('SIGKILL'));
  const host = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, address] = /^DevTools listening on ws:\/\/([^/]+)\//.exec(line) ?? [];
      if (address) resolve(address);
    });
    child.once('exit', (code, signal) => reject(new Error(`the packed agent ended with ${code ?? signal}`)));
  });
  return {
    process: child,
    async shows(screen, text) {
      await expect
        .poll(async () => {
          const targets = Targets.parse(await (await fetch(`http://${host}/json/list`)).json());
          const shown = targets.find(({ url }) => url.split('?')[0]?.endsWith(`#/${screen}`));
          return shown ? textOf(shown.webSocketDebuggerUrl) : '';
        }, `the ${screen} window says ${text}`)
        .toContain(text);
    },
    async quit() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
