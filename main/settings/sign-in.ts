// Start at sign-in: read from the system, and written to it.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import type { Log } from '../support/log.ts';

export interface SignIn {
  isOn(): boolean;
  /** Does nothing when the state is already `on`. */
  set(on: boolean): void;
}

interface Parts {
  app: Pick<App, 'getName' | 'getLoginItemSettings' | 'setLoginItemSettings'>;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** the program to start, with its arguments */
  command: string[];
  /** the user's opt-out, where Guichet starts for all users */
  optOut: OptOut;
  log: Log;
}

/** On Windows the installer's entry for all users, else the user's Run key; on Linux an autostart file. */
export function createSignIn({ app, platform, env, command, optOut, log }: Parts): SignIn {
  switch (platform) {
    case 'win32':
      return runKey(app, command, optOut);
    case 'linux':
      return autostartFile(app.getName(), env, command, log);
    default:
      return { isOn: () => false, set() {} };
  }
}

export interface OptOut {
  isSet(): boolean;
  set(refused: boolean): void;
}

/** A file in the user's own folder: the user cannot change the machine's Run key. */
export function createOptOut(userData: string): OptOut {
  const file = join(userData, 'not-at-sign-in');
  return {
    isSet: () => existsSync(file),
    set: (refused) => (refused ? writeFileSync(file, '') : rmSync(file, { force: true })),
  };
}

function runKey(app: Parts['app'], [path = '', ...args]: string[], optOut: OptOut): SignIn {
  const item = { path, args };
  function read() {
    // Task Manager can disable an entry of the Run key.
    const { openAtLogin, executableWillLaunchAtLogin, launchItems } = app.getLoginItemSettings(item);
    const isForAll = launchItems.some(({ scope }) => scope === 'machine');
    const isOn = executableWillLaunchAtLogin && (isForAll ? !optOut.isSet() : openAtLogin);
    return { isOn, isForAll, isOwn: openAtLogin };
  }
  return {
    isOn: () => read().isOn,
    set(on) {
      const { isOn, isForAll, isOwn } = read();
      // The user's own entry, from before the installer wrote one, would start it twice.
      if (isForAll && isOwn) app.setLoginItemSettings({ ...item, openAtLogin: false });
      if (on === isOn) return;
      if (isForAll) optOut.set(!on);
      else app.setLoginItemSettings({ ...item, openAtLogin: on, enabled: on });
    },
  };
}

/** https://specifications.freedesktop.org/autostart-spec */
function autostartFile(name: string, env: NodeJS.ProcessEnv, command: string[], log: Log): SignIn {
  const folder = env.XDG_CONFIG_HOME || join(homedir(), '.config');
  const file = join(folder, 'autostart', `${name.toLowerCase()}.desktop`);
  const isOn = () => existsSync(file);
  const entry = [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${command.map(quoted).join(' ')}`,
  ];
  return {
    isOn,
    set(on) {
      if (on === isOn()) return;
      try {
        mkdirSync(dirname(file), { recursive: true });
        if (on) writeFileSync(file, `${entry.join('\n')}\n`);
        else rmSync(file);
      } catch (problem) {
        log.error('start at sign-in could not be changed', problem);
      }
    },
  };
}

/** Quotes for the Exec key of a desktop entry, with percent signs doubled. */
function quoted(word: string): string {
  return `"${word.replace(/["`$\\]/g, String.raw`\\$&`).replaceAll('%', '%%')}"`;
}
