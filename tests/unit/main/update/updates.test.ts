import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../../../contract/result.ts';
import type { UpdateState } from '../../../../contract/update.ts';
import { updateChannel } from '../../../../main/update/channel.ts';
import type { AvailableUpdate } from '../../../../main/update/installer-source.ts';
import { proxyRules } from '../../../../main/update/proxy.ts';
import { createUpdates } from '../../../../main/update/updates.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FOUND: AvailableUpdate = { version: '1.2.0', needsRights: false };

/** A server that offers a given release, and an agent that can be busy. */
function stage({ signed = true } = {}) {
  const clock = manualClock();
  const now = {
    offered: ok(null) as Result<AvailableUpdate | null>,
    fetched: ok(undefined) as Result<void>,
    isBusy: false,
    isIdle: false,
    channel: 'latest' as string | null,
    installs: true,
  };
  const done: string[] = [];
  const updates = createUpdates({
    clock,
    chance: { bytes: (count) => Buffer.alloc(count), fraction: () => 0 },
    channel: () => now.channel,
    async open(channel) {
      if (!signed) return null;
      if (channel !== 'latest') done.push(`open ${channel}`);
      return {
        find: async () => now.offered,
        async fetch() {
          done.push('fetch');
          return now.fetched;
        },
        async install({ relaunch }) {
          done.push(relaunch ? 'install and start again' : 'install');
          return now.installs;
        },
      };
    },
    isBusy: () => now.isBusy,
    isIdle: () => now.isIdle,
    quit() {
      done.push('quit');
      void updates.finish();
    },
    startAgain: () => void done.push('start this version'),
    onState: () => shown.push(updates.state()),
  });
  const shown: UpdateState[] = [];
  updates.start();
  return {
    now,
    done,
    shown,
    updates,
    async pass(ms: number) {
      clock.advance(ms);
      // started work continues in later turns
      for (let turns = 0; turns < 5; turns++) await turn();
    },
    nextDue: clock.nextDue,
  };
}

async function ready(found = FOUND) {
  const one = stage();
  one.now.offered = ok(found);
  await one.pass(3 * MINUTE);
  return one;
}

describe('updates', () => {
  it('are looked for some time after the start, then every few hours', async () => {
    const { shown, pass, nextDue } = stage();
    await pass(3 * MINUTE - 1);
    expect(shown).toEqual([]);
    await pass(1);
    expect(shown).toEqual([{ phase: 'current' }]);
    expect(nextDue()).toBe(4 * HOUR);
  });

  it('are fetched in the background', async () => {
    const { shown, done } = await ready();
    expect(shown).toEqual([
      { phase: 'downloading', version: '1.2.0' },
      { phase: 'ready', version: '1.2.0', restartRequested: false, needsRights: false },
    ]);
    expect(done).toEqual(['fetch']);
  });

  it('are never looked for by an unsigned build', async () => {
    const { shown, pass, nextDue } = stage({ signed: false });
    await pass(3 * MINUTE);
    expect(shown).toEqual([{ phase: 'off' }]);
    expect(nextDue()).toBeNull();
  });

  it('are tried again after half an hour when the server is unreachable, without a message', async () => {
    const { now, shown, pass, nextDue } = stage();
    now.offered = err('server-unreachable');
    await pass(3 * MINUTE);
    expect(shown).toEqual([]);
    expect(nextDue()).toBe(30 * MINUTE);
  });

  it('that are refused are reported, and not downloaded again before the next day', async () => {
    const { now, shown, updates, pass, nextDue } = stage();
    now.offered = ok(FOUND);
    now.fetched = err('update-refused');
    await pass(3 * MINUTE);
    expect(shown.at(-1)).toEqual({ phase: 'refused', version: '1.2.0' });
    expect(nextDue()).toBe(24 * HOUR);
    updates.restart();
    await updates.finish();
    expect(shown.at(-1)?.phase).toBe('refused');
  });

  it('paused after the download are not installed', async () => {
    const { now, done, updates, pass } = await ready();
    now.offered = ok(null);
    await pass(4 * HOUR);
    expect(updates.state()).toEqual({ phase: 'current' });
    now.isIdle = true;
    await pass(HOUR);
    await updates.finish();
    expect(done).toEqual(['fetch']);
  });
});

describe('an update that is ready', () => {
  it('is installed while the user is idle, and Guichet restarts', async () => {
    const { now, done, pass } = await ready();
    await pass(10 * MINUTE);
    expect(done).toEqual(['fetch']);
    now.isIdle = true;
    await pass(MINUTE);
    expect(done).toEqual(['fetch', 'quit', 'install and start again']);
  });

  it('is not installed while the form is open or something is being sent', async () => {
    const { now, done, pass } = await ready();
    Object.assign(now, { isIdle: true, isBusy: true });
    await pass(10 * HOUR);
    expect(done).not.toContain('quit');
    now.isBusy = false;
    await pass(MINUTE);
    expect(done).toContain('install and start again');
  });

  it('waits for the form after a requested restart, and says so', async () => {
    const { now, done, updates, pass } = await ready();
    now.isBusy = true;
    updates.restart();
    expect(updates.state()).toMatchObject({ phase: 'ready', restartRequested: true });
    await pass(HOUR);
    expect(done).toEqual(['fetch']);
    now.isBusy = false;
    await pass(1000);
    expect(done).toEqual(['fetch', 'quit', 'install and start again']);
  });

  it('is installed at once after a requested restart when nothing is busy', async () => {
    const { done, updates } = await ready();
    updates.restart();
    expect(done).toEqual(['fetch', 'quit', 'install and start again']);
  });

  it('that cannot be installed after all leaves the user with the running version', async () => {
    const { now, done, updates, pass } = stage();
    now.offered = ok({ version: '1.2.0', needsRights: true });
    now.installs = false;
    await pass(3 * MINUTE);
    updates.restart();
    await expect.poll(() => done.at(-1)).toBe('start this version');
  });

  it('is installed when the user quits Guichet', async () => {
    const { done, updates } = await ready();
    await updates.finish();
    expect(done).toEqual(['fetch', 'install']);
  });

  it('needs administrator rights only after a requested restart', async () => {
    const { now, done, updates, pass } = await ready({ ...FOUND, needsRights: true });
    now.isIdle = true;
    await pass(HOUR);
    await updates.finish();
    expect(done).toEqual(['fetch']);
    updates.restart();
    expect(done).toEqual(['fetch', 'quit', 'install and start again']);
  });
});

describe('the channel', () => {
  it.each([
    [null, 'latest'],
    ['stable', 'latest'],
    ['early', 'beta'],
    ['off', null],
  ] as const)('of the policy %j', (policy, channel) => {
    expect(updateChannel(policy)).toBe(channel);
  });

  it('can change while the agent runs: the new one is opened, and a ready update is not installed', async () => {
    const { now, done, updates, pass } = await ready();
    now.channel = 'beta';
    await pass(5 * HOUR);
    expect(done).toEqual(['fetch', 'open beta']);
    now.channel = null;
    updates.restart();
    expect(updates.state()).toEqual({ phase: 'off' });
    await updates.finish();
    await pass(5 * HOUR);
    expect(done).toEqual(['fetch', 'open beta']);
    now.channel = 'latest';
    await pass(5 * HOUR);
    expect(updates.state()).toMatchObject({ phase: 'ready' });
  });
});

describe('the proxy', () => {
  it.each([
    ['DIRECT', 'direct://'],
    ['PROXY proxy.example.org:8080', 'http://proxy.example.org:8080'],
    [
      'PROXY a.example.org:1; SOCKS5 b.example.org:2; DIRECT',
      'http://a.example.org:1,socks5://b.example.org:2,direct://',
    ],
    ['HTTPS a.example.org:443', 'https://a.example.org:443'],
    ['', 'direct://'],
  ])('resolved as %s', (resolved, rules) => {
    expect(proxyRules(resolved)).toBe(rules);
  });
});
