import { expect, it } from 'vitest';
import type { FullPart } from '../../../../contract/errors.ts';
import { healthHandlers } from '../../../../server/routes/health.ts';
import { databaseThat } from '../../../fakes/server/answering-database.ts';
import { createClock } from '../../../fakes/server/clock.ts';
import { createSilentLog } from '../../../fakes/server/log.ts';
import { testConfig } from '../../../fakes/server/test-server.ts';

function readinessOf(answer: Parameters<typeof databaseThat>[0], full: FullPart[] = []) {
  const clock = createClock();
  const config = testConfig('nowhere');
  const log = createSilentLog();
  const db = databaseThat(answer);
  const room = { note() {}, full: async () => full };
  const { handle } = healthHandlers({ db, clock, room, log, config, readMetrics: null }).readReadiness;
  return { clock, answer: handle() };
}

it('a server whose database answers is ready', async () => {
  expect(await readinessOf(async () => ({ rows: [] })).answer).toEqual({ status: 'ok', full: [] });
});

it('a server whose database is full is not ready, and says what is full', async () => {
  const { answer } = readinessOf(async () => ({ rows: [] }), ['database', 'attachments']);
  await expect(answer).rejects.toMatchObject({
    status: 503,
    failure: { code: 'database-unavailable', details: { full: ['database', 'attachments'] } },
  });
});

it('a server without room for files is ready, and says so', async () => {
  const { answer } = readinessOf(async () => ({ rows: [] }), ['attachments']);
  expect(await answer).toEqual({ status: 'ok', full: ['attachments'] });
});

it('a server whose database fails is not ready', async () => {
  const { answer } = readinessOf(() => Promise.reject(new Error('the disk is gone')));
  await expect(answer).rejects.toMatchObject({ status: 503, failure: { code: 'database-unavailable' } });
});

it('a server whose database does not answer is not ready after two seconds', async () => {
  const { clock, answer } = readinessOf(() => new Promise(() => {}));
  const refused = expect(answer).rejects.toMatchObject({ status: 503 });
  clock.advance(2000);
  await refused;
});
