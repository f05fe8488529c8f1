// A display, a session bus and a keyring of their own, for windows on a machine that shows none.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Display {
  env: { DISPLAY: string; DBUS_SESSION_BUS_ADDRESS: string };
  /** what an Electron app needs on its command line to draw there and find the keyring */
  electronSwitches: string[];
  close(): void;
}

async function firstLine(child: ChildProcess, fd: number): Promise<string> {
  const stream = child.stdio[fd];
  if (!stream || !('read' in stream)) throw new Error(`no stream ${fd}`);
  const lines = createInterface({ input: stream });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${child.spawnfile} ended with ${code} before it was ready`);
  });
  const [line] = await Promise.race([once(lines, 'line'), failed]);
  return String(line);
}

/** The daemon ends with its bus. Its keys stay in `folder`. */
function unlockKeyring(folder: string, bus: string): void {
  const run = join(folder, 'run');
  mkdirSync(run, { recursive: true, mode: 0o700 });
  const { status } = spawnSync('gnome-keyring-daemon', ['--unlock', '--components=secrets'], {
    input: 'guichet',
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: bus, XDG_RUNTIME_DIR: run, XDG_DATA_HOME: folder },
  });
  if (status !== 0) throw new Error(`gnome-keyring-daemon ended with ${status}`);
}

/**
 * Starts Xvfb with one 1920x1080 screen, a D-Bus session, and a keyring whose keys are kept in `keyring`.
 * Needs the Debian packages xvfb, dbus and gnome-keyring.
 */
export async function virtualDisplay(keyring: string): Promise<Display> {
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=3'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const close = () => {
    for (const child of [bus, xvfb]) child.kill('SIGTERM');
  };
  try {
    const [number, address] = await Promise.all([firstLine(xvfb, 3), firstLine(bus, 3)]);
    unlockKeyring(keyring, address);
    return {
      env: { DISPLAY: `:${number}`, DBUS_SESSION_BUS_ADDRESS: address },
      electronSwitches: ['--disable-gpu', '--password-store=gnome-libsecret'],
      close,
    };
  } catch (problem) {
    close();
    throw problem;
  }
}
