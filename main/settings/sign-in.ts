// Whether the system starts Guichet when its user signs in: read from the system, and written there.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import type { Log } from '../support/log.ts';

export interface SignIn {
  isOn(): boolean;
  /** Writes nothing when it is so already. */
  set(on: boolean): void;
}

interface Parts {
  app: Pick<App, 'getName' | 'getLoginItemSettings' | 'setLoginItemSettings'>;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** what is to be started, with its arguments */
  command: string[];
  log: Log;
}

/** The user's Run key on Windows, an autostart file on Linux, nothing elsewhere. */
export function createSignIn({ app, platform, env, command, log }: Parts): SignIn {
  switch (platform) {
    case 'win32':
      return runKey(app, command);
    case 'linux':
      return autostartFile(app.getName(), env, command, log);
    default:
      return { isOn: () => false, set() {} };
  }
}

function runKey(app: Parts['app'], [path = '', ...args]: string[]): SignIn {
  const item = { path, args };
  // Task Manager can forbid what the Run key asks for.
  const isOn = () => {
    const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(item);
    return openAtLogin && executableWillLaunchAtLogin;
  };
  return {
    isOn,
    set(on) {
      if (on !== isOn()) app.setLoginItemSettings({ ...item, openAtLogin: on, enabled: on });
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

/** As the Exec key of a desktop entry asks: quoted, its percent signs doubled. */
function quoted(word: string): string {
  return `"${word.replace(/["`$\\]/g, String.raw`\\$&`).replaceAll('%', '%%')}"`;
}
