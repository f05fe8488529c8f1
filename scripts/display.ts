// A display, a session bus and a keyring of their own, for windows on a machine that shows none.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Display {
  env: { DISPLAY: string; DBUS_SESSION_BUS_ADDRESS: string; FONTCONFIG_FILE: string };
  close(): void;
}

/** What an Electron app needs on its command line to draw on a virtual display and find its keyring. */
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

/** Switches the output at the right of the first one on or off, as a second display is plugged in or out. */
export function plugSecondDisplay(isIn: boolean, display = process.env.DISPLAY): void {
  const second = isIn ? ['--mode', '1280x720', '--pos', '1920x0'] : ['--off'];
  if (isIn) xrandr(display, '--addmode', 'DUMMY1', '1280x720');
  xrandr(display, '--output', 'DUMMY1', ...second);
  // Only a query makes the server look again at what is connected.
  xrandr(display, '--query');
}

function xrandr(display: string | undefined, ...args: string[]): void {
  const { status, stderr } = spawnSync('xrandr', ['--display', display ?? '', ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`xrandr ${args.join(' ')}: ${stderr}`);
}

/**
 * Starts an X server with one 1920x1080 display, a D-Bus session, and a keyring whose keys are kept in `folder`.
 * Needs the Debian packages of scripts/debian.ts.
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
