// Changes of policy while the agent runs.
import { expect, it } from 'vitest';
import { err, ok } from '../../../../contract/result.ts';
import type { DevicePolicy } from '../../../../main/settings/policy-in-force.ts';
import { followPolicy } from '../../../../main/setup/follow-policy.ts';
import { NO_LOCAL_POLICY } from '../../../fakes/agent-under-test.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';

const DESK = ok({ serverUrl: 'https://help.example.org', enrolmentKey: 'gk_key_of_the_college_01' });

async function following(first: Partial<DevicePolicy['local']> = {}) {
  let now: DevicePolicy = { deployment: DESK, local: { ...NO_LOCAL_POLICY, ...first } };
  let look: (before: DevicePolicy | null) => void = () => {};
  const done: unknown[] = [];
  const note = (what: unknown) => () => void done.push(what);
  let formIsShown = false;
  await followPolicy({
    policy: {
      now: () => now,
      watch(_, onLook) {
        look = onLook;
      },
    },
    clock: manualClock(),
    agent: { policyChanged: note('policy changed'), renew: note('renewed') },
    app: { relaunch: (how) => void done.push('relaunch', how?.args), quit: note('quit') },
    argv: ['Guichet.exe', '--hidden', '--user-data-dir=x', 'guichet://new'],
    session: {
      defaultSession: {
        setProxy: async (config) => void done.push(config),
        closeAllConnections: async () => {},
      },
    },
    windows: { form: { isShown: () => formIsShown } },
    log: recordingLog(),
  });
  return {
    done,
    change(change: Partial<DevicePolicy>) {
      const before = now;
      now = { ...now, ...change };
      look(before);
    },
    lookAgain: () => look(null),
    showForm(isShown: boolean) {
      formIsShown = isShown;
    },
  };
}

it('the proxy of policy is set before the first call; without one, the system’s is used', async () => {
  expect((await following()).done).toEqual([]);
  expect((await following({ proxy: { mode: 'direct' } })).done).toEqual([{ mode: 'direct' }]);
});

it('imposed settings apply at once, and a new proxy reopens every connection', async () => {
  const { done, change } = await following();
  change({ local: { ...NO_LOCAL_POLICY, screenshots: false } });
  expect(done).toEqual(['policy changed']);
  change({ local: { ...NO_LOCAL_POLICY, proxy: { mode: 'direct' } } });
  await expect.poll(() => done).toEqual(['policy changed', 'policy changed', { mode: 'direct' }, 'renewed']);
  change({ local: NO_LOCAL_POLICY });
  await expect.poll(() => done.slice(-2)).toEqual([{ mode: 'system' }, 'renewed']);
});

it('another server address restarts the agent, but not while the form is open', async () => {
  const { done, change, lookAgain, showForm } = await following();
  showForm(true);
  change({ deployment: err('not-configured') });
  lookAgain();
  expect(done).toEqual(['policy changed']);
  showForm(false);
  lookAgain();
  expect(done).toEqual(['policy changed', 'relaunch', ['--user-data-dir=x'], 'quit']);
});

it('a server address that is restored meanwhile causes no restart', async () => {
  const { done, change, showForm } = await following();
  showForm(true);
  change({ deployment: err('not-configured') });
  change({ deployment: DESK });
  showForm(false);
  change({});
  expect(done).not.toContain('relaunch');
});
