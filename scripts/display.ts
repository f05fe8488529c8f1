// Starts a virtual display, a session bus and a keyring, for windows on a machine without a display.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Display {
  env: { DISPLAY: string; DBUS_SESSION_BUS_ADDRESS: string; FONTCONFIG_FILE: string };
  close(): void;
}

/** Command line switches that let an Electron app draw on a virtual display and find its keyring. */
export const ELECTRON_SWITCHES = ['--disable-gpu', '--password-store=gnome-libsecret'];

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

/** Starts and unlocks a keyring that stores its keys in `folder`. The daemon ends with its bus. */
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

/** Plugs a second display in or out, to the right of the first. */
export function plugSecondDisplay(isPlugged: boolean, display = process.env.DISPLAY): void {
  const second = isPlugged ? ['--mode', '1280x720', '--pos', '1920x0'] : ['--off'];
  if (isPlugged) xrandr(display, '--addmode', 'DUMMY1', '1280x720');
  xrandr(display, '--output', 'DUMMY1', ...second);
  // The server detects the change only at the next query.
  xrandr(display, '--query');
}

function xrandr(display: string | undefined, ...args: string[]): void {
  const { status, stderr } = spawnSync('xrandr', ['--display', display ?? '', ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`xrandr ${args.join(' ')}: ${stderr}`);
}

/**
 * Starts an X server with one 1920x1080 display, a D-Bus session, and a keyring that stores its keys in `folder`.
 * Requires DISPLAY_PACKAGES of scripts/debian.ts.
 */
export async function virtualDisplay(folder: string): Promise<Display> {
  mkdirSync(folder, { recursive: true });
  const config = ['-config', join(import.meta.dirname, 'display.conf'), '-logfile', join(folder, 'xorg.log')];
  const screen = spawn(
    'Xorg',
    ['-displayfd', '3', ...config, '-noreset', '-nolisten', 'tcp', '-novtswitch', '-sharevts'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      detached: true,
    },
  );
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=3'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const close = () => {
    for (const child of [bus, screen]) child.kill('SIGTERM');
  };
  try {
    const [number, address] = await Promise.all([firstLine(screen, 3), firstLine(bus, 3)]);
    unlockKeyring(folder, address);
    xrandr(`:${number}`, '--output', 'DUMMY0', '--mode', '1920x1080');
    return {
      env: {
        DISPLAY: `:${number}`,
        DBUS_SESSION_BUS_ADDRESS: address,
        FONTCONFIG_FILE: join(import.meta.dirname, 'fonts.conf'),
      },
      close,
    };
  } catch (problem) {
    close();
    throw problem;
  }
}
