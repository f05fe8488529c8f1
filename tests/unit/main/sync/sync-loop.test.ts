// Sync rounds: whatever fails in or after one, there is a next one.
import { expect, it } from 'vitest';
import { systemChance } from '../../../../main/support/chance.ts';
import { createSyncLoop } from '../../../../main/sync/sync-loop.ts';
import { silentLog } from '../../../fakes/agent-under-test.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';

it('a bug in showing the outcome does not stop syncing', async () => {
  const clock = manualClock();
  let rounds = 0;
  const loop = createSyncLoop({
    async round() {
      rounds += 1;
      return { next: 'wait' };
    },
    clock,
    chance: systemChance,
    log: silentLog,
    onRound() {
      if (rounds === 1) throw new TypeError('Object has been destroyed');
    },
  });
  loop.kick();
  await expect.poll(() => clock.nextDue()).not.toBeNull();
  clock.advance(60_000);
  await expect.poll(() => rounds).toBe(2);
  loop.stop();
});

it('a round that fails because the agent has stopped is not logged as a bug', async () => {
  const log = recordingLog();
  const { promise: closed, reject: close } = Promise.withResolvers<never>();
  const loop = createSyncLoop({
    round: () => closed,
    clock: manualClock(),
    chance: systemChance,
    log,
    onRound() {},
  });
  loop.kick();
  loop.stop();
  close(new TypeError('The database connection is not open'));
  await expect(closed).rejects.toThrow();
  expect(log.lines).toEqual([]);
});
