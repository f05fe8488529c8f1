import { expect, test } from 'vitest';
import { createDuties } from '../../../../server/peers/duties.ts';

test('a duty that is asked for while it ends begins after it has ended', async () => {
  const log: string[] = [];
  const ending = Promise.withResolvers<void>();
  const duties = createDuties({
    begin: (takesOver) => void log.push(takesOver ? 'taken over' : 'begun'),
    async end() {
      await ending.promise;
      log.push('ended');
    },
  });
  duties.change(true, false);
  duties.change(true, true);
  duties.change(false, false);
  duties.change(true, true);
  ending.resolve();
  await duties.stop();
  expect(log).toEqual(['begun', 'ended', 'taken over', 'ended']);
});
