import { expect, it } from 'vitest';
import { refuseSwitches } from '../../../../main/process/refused-switches.ts';

function removed(platform: NodeJS.Platform, ...args: string[]): string[] {
  const names: string[] = [];
  const commandLine = { removeSwitch: (name: string) => void names.push(name) };
  expect(refuseSwitches(commandLine, { platform, argv: ['Guichet.exe', ...args] })).toEqual(names);
  return names;
}

it('a debugger, another network and a key log are refused, however they are written', () => {
  expect(removed('win32', '--remote-debugging-port=9222', '-remote-debugging-pipe')).toEqual([
    'remote-debugging-port',
    'remote-debugging-pipe',
  ]);
  expect(removed('win32', '/Remote-Debugging-Port=9222', '--HOST-RULES=MAP * 10.0.0.1')).toEqual([
    'remote-debugging-port',
    'host-rules',
  ]);
  expect(removed('linux', '--ssl-key-log-file=keys', '--js-flags=--expose-gc')).toEqual([
    'ssl-key-log-file',
    'js-flags',
  ]);
});

it('the agent’s own switches are obeyed, and a link is no switch', () => {
  expect(removed('win32', '--hidden', '--new-ticket', '--my-tickets', '--user-data-dir=C:\\x')).toEqual([]);
  expect(removed('win32', '--', 'guichet://new', '--remote-debugging-port=1')).toEqual([]);
  expect(removed('win32', 'guichet://new')).toEqual([]);
});

it('on Windows no switch turns the sandbox off or the protection of keys', () => {
  expect(removed('win32', '--no-sandbox', '--password-store=basic', '--disable-gpu')).toHaveLength(3);
});
