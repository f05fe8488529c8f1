// Packs the agent with electron-builder for Linux, around the Electron of this run; the files are those of Windows.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
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
import { expect } from '@playwright/test';
import { parse } from 'yaml';
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
  /** Waits until a window with this title is shown: its page has been rendered with the texts of its language. */
  shows(title: string): Promise<void>;
  quit(): Promise<void>;
}

/** Starts the packed agent, which no debugger reaches: its windows are known by their titles on the display. */
export function startPacked(
  program: string,
  env: Record<string, string>,
  { userData = emptyFolder('agent'), moreSwitches = [] as string[] } = {},
): RunningPackedAgent {
  const child = spawn(program, [...PACKED_SWITCHES, ...moreSwitches, `--user-data-dir=${userData}`], {
    env: { ...process.env, LANGUAGE: 'en', LANG: 'C.UTF-8', ...env },
    stdio: 'ignore',
  });
  // An agent left running by a failed test would hold the hotkey of later tests.
  process.once('exit', () => child.kill('SIGKILL'));
  return {
    process: child,
    async shows(title) {
      const named = () => spawnSync('xdotool', ['search', '--onlyvisible', '--name', title]).status;
      await expect.poll(named, `a window named ${title} is shown`).toBe(0);
    },
    async quit() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
