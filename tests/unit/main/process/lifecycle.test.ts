// Start failures, quitting, the name on Windows, and the data folder.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  exitOnFailedStart,
  setLocalDataFolder,
  setWindowsIdentity,
  stopOnQuit,
} from '../../../../main/process/lifecycle.ts';
import { texts } from '../../../../main/support/texts.ts';
import { silentLog } from '../../../fakes/agent-under-test.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';

it('an agent that cannot start says so in the user’s language and exits, so that it does not block the next one', () => {
  const messages: string[] = [];
  const logged: unknown[] = [];
  const app = {
    getName: () => 'Guichet',
    getPath: () => '/home/user/guichet',
    getLocale: () => 'fr-CA',
    exit: (code?: number) => void messages.push(`exit ${code}`),
  };
  const dialog = { showErrorBox: (title: string, text: string) => void messages.push(title, text) };
  const log = { ...silentLog, error: (_: string, bug?: unknown) => void logged.push(bug) };
  const bug = new Error('file is not a database');
  exitOnFailedStart({ app, dialog, log, texts })(bug);
  expect(messages).toEqual([
    'Guichet',
    expect.stringMatching(/^Guichet n’a pas pu démarrer\..*\/home\/user\/guichet/),
    'exit 1',
  ]);
  expect(logged).toEqual([bug]);
});

describe('quitting', () => {
  function quitting(stop: () => Promise<void>, last?: () => Promise<void>) {
    const ended: string[] = [];
    const app = Object.assign(new EventEmitter(), { exit: () => void ended.push('exit') });
    const clock = manualClock();
    const gc = () => void ended.push('gc');
    const kill = (pid: number, signal?: string | number) => {
      ended.push(`${pid} ${signal}`);
      return true as const;
    };
    const own = { execPath: '', pid: 7, kill };
    const parts = { app: app as unknown as App, clock, process: own, gc };
    stopOnQuit(parts, () => void ended.push('leaving'), stop, last);
    app.emit('before-quit');
    for (const _ of [1, 2]) app.emit('will-quit', { preventDefault: () => void ended.push('held') });
    return { ended, clock };
  }

  it('waits once until the agent has stopped', async () => {
    let stops = 0;
    const { ended, clock } = quitting(async () => void stops++);
    expect(ended).toEqual(['leaving', 'held', 'held']);
    await expect.poll(() => ended.at(-1)).toBe('gc');
    clock.advance(100);
    expect(ended.at(-1)).toBe('exit');
    expect(stops).toBe(1);
  });

  it('collects garbage and lets finalizers run before the exit, as they cannot run while Node shuts down', async () => {
    const { ended, clock } = quitting(async () => {});
    await expect.poll(() => ended.at(-1)).toBe('gc');
    clock.advance(99);
    expect(ended.at(-1)).toBe('gc');
    clock.advance(1);
    expect(ended.slice(-2)).toEqual(['gc', 'exit']);
  });

  it('is killed after a timeout: a thread that hangs would make an exit hang too, and so block the next start', () => {
    const { ended, clock } = quitting(() => new Promise(() => {}));
    expect(ended.at(-1)).toBe('held');
    clock.advance(5000);
    clock.advance(100);
    expect(ended.slice(-2)).toEqual(['held', '7 SIGKILL']);
  });
});

describe('what comes last', () => {
  it('may take as long as a person needs to answer Windows, and never begins before the agent has stopped', async () => {
    const steps: string[] = [];
    const stopped = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    const app = Object.assign(new EventEmitter(), { exit: () => void steps.push('exit') });
    const clock = manualClock();
    const parts = { app: app as unknown as App, clock, process, gc() {} };
    const last = () => {
      steps.push('last');
      return answered.promise;
    };
    stopOnQuit(
      parts,
      () => {},
      () => stopped.promise,
      last,
    );
    app.emit('will-quit', { preventDefault() {} });
    expect(steps).toEqual([]);
    stopped.resolve();
    await expect.poll(() => steps).toEqual(['last']);
    clock.advance(60_000);
    expect(steps).toEqual(['last']);
    clock.advance(5 * 60_000);
    clock.advance(100);
    expect(steps).toEqual(['last', 'exit']);
  });
});

describe('the name on Windows', () => {
  const namedOn = (platform: NodeJS.Platform) => {
    const named: string[] = [];
    const app = {
      setAppUserModelId: (id: string) => void named.push(id),
      setToastActivatorCLSID: (id: string) => void named.push(id),
    };
    setWindowsIdentity(app, platform);
    return named;
  };

  it('is that of the installer’s shortcut, and the toast activator is set before it is used', () => {
    const installer = readFileSync(join(import.meta.dirname, '../../../../electron-builder.yml'), 'utf8');
    const [, appId] = /^appId: (.+)$/m.exec(installer) ?? [];
    expect(namedOn('win32')).toEqual([
      expect.stringMatching(/^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/),
      appId,
    ]);
  });

  it('is not set elsewhere', () => {
    expect(namedOn('linux')).toEqual([]);
  });
});

describe('the data folder', () => {
  const folderOn = (platform: NodeJS.Platform, named: boolean) => {
    let folder = 'roaming';
    const app = {
      getName: () => 'Guichet',
      setPath: (_: string, path: string) => {
        folder = path;
      },
      commandLine: { hasSwitch: () => named } as unknown as App['commandLine'],
    };
    setLocalDataFolder(app, { platform, env: { LOCALAPPDATA: 'local' } });
    return folder;
  };

  it('does not roam with a Windows user to another device, where its keys cannot be opened', () => {
    expect(folderOn('win32', false)).toBe(join('local', 'Guichet'));
  });

  it('is the one of the command line, otherwise the default', () => {
    expect(folderOn('win32', true)).toBe('roaming');
    expect(folderOn('linux', false)).toBe('roaming');
  });
});
