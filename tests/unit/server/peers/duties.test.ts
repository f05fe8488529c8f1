import { expect, test } from 'vitest';
import { createDuties } from '../../../../server/peers/duties.ts';
import { createSilentLog } from '../../../fakes/server/log.ts';

test('a duty that is asked for while it ends begins after it has ended', async () => {
  const log: string[] = [];
  const ending = Promise.withResolvers<void>();
  const duty = {
    begin: (takesOver: boolean) => void log.push(takesOver ? 'taken over' : 'begun'),
    async end() {
      await ending.promise;
      log.push('ended');
    },
  };
  const duties = createDuties(duty, createSilentLog());
  duties.change(true, false);
  duties.change(true, true);
  duties.change(false, false);
  duties.change(true, true);
  ending.resolve();
  await duties.stop();
  expect(log).toEqual(['begun', 'ended', 'taken over', 'ended']);
});

test('a duty that is asked for after the stop does not begin', async () => {
  const log: string[] = [];
  const duty = { begin: () => void log.push('begun'), end: async () => void log.push('ended') };
  const duties = createDuties(duty, createSilentLog());
  const stopped = duties.stop();
  duties.change(true, true);
  await stopped;
  await duties.stop();
  expect(log).toEqual([]);
});
