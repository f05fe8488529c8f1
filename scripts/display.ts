// A display and a session bus of their own, for windows on a machine that shows none.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Display {
  env: { DISPLAY: string; DBUS_SESSION_BUS_ADDRESS: string };
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

/** Starts Xvfb with one 1920x1080 screen, and a D-Bus session. Needs the Debian packages xvfb and dbus. */
export async function virtualDisplay(): Promise<Display> {
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
    return { env: { DISPLAY: `:${number}`, DBUS_SESSION_BUS_ADDRESS: address }, close };
  } catch (problem) {
    close();
    throw problem;
  }
}
