import { expect, it } from 'vitest';
import { refuseSwitches } from '../../../../main/process/refused-switches.ts';

/** The names of the switches in arguments, as Chromium parses them (base/command_line.cc). */
function chromiumSwitches(platform: NodeJS.Platform, args: readonly string[]): Set<string> {
  const isWindows = platform === 'win32';
  const prefix = isWindows ? /^(?:--|-|\/)(?=[^-])/ : /^(?:--|-)(?=[^-])/;
  const trimmed = args.map((argument) => argument.replace(/^[\s\u0085]+|[\s\u0085]+$/g, ''));
  const end = trimmed.indexOf('--');
  const switches = (end < 0 ? trimmed : trimmed.slice(0, end)).filter((argument) => prefix.test(argument));
  const names = switches.map((argument) => argument.replace(prefix, '').split('=')[0] ?? '');
  return new Set(isWindows ? names.map((name) => name.toLowerCase()) : names);
}

/** Starts an agent with these arguments. Returns what was removed, and the switches that Chromium still obeys. */
function started(platform: NodeJS.Platform, ...args: string[]) {
  const obeyed = chromiumSwitches(platform, args);
  const commandLine = {
    hasSwitch: (name: string) => obeyed.has(name),
    removeSwitch: (name: string) => void obeyed.delete(name),
  };
  const env: NodeJS.ProcessEnv = { SSLKEYLOGFILE: 'keys.txt', TEMP: 'x' };
  const refused = refuseSwitches(commandLine, { platform, argv: ['Guichet.exe', ...args], env });
  return { refused, obeyed: [...obeyed], env };
}

it.each([
  ['win32', '--remote-debugging-port=9222'],
  ['win32', '-remote-debugging-pipe'],
  ['win32', '/Remote-Debugging-Port=9222'],
  ['win32', '--HOST-RULES=MAP * 10.0.0.1'],
  ['win32', ' --remote-debugging-port=9222'],
  ['win32', '\t\u0085\u00a0/remote-debugging-port=9222 '],
  ['win32', '--remote-debugging-pipe '],
  ['linux', '\n--remote-debugging-port=9222'],
  ['linux', '--ssl-key-log-file=keys'],
  ['linux', '--js-flags=--expose-gc'],
] as const)('on %s %j is refused', (platform, argument) => {
  const { refused, obeyed } = started(platform, '--hidden', argument);
  expect(refused).toHaveLength(1);
  expect(obeyed).toEqual(['hidden']);
});

it('the agent’s own switches are obeyed, and a link or a file is no switch', () => {
  const own = ['--hidden', '--new-ticket', '--my-tickets', '--user-data-dir=C:\\x'];
  expect(started('win32', ...own)).toMatchObject({ refused: [] });
  expect(started('win32', ...own).obeyed).toHaveLength(4);
  expect(started('win32', '--', 'guichet://new', '--remote-debugging-port=1').obeyed).toEqual([]);
  expect(started('linux', 'guichet://new', '/home/someone/file.txt').refused).toEqual([]);
});

it('on Windows no switch turns the sandbox off or the protection of keys', () => {
  expect(started('win32', '--no-sandbox', '--password-store=basic', '--disable-gpu').obeyed).toEqual([]);
});

it('no variable makes Chromium write the keys of its connections to a file', () => {
  expect(started('win32').env).toEqual({ TEMP: 'x' });
});
