import { afterEach, beforeEach, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../../server/clock.ts';
import { createLastSeen } from '../../../../server/enrolment/last-seen.ts';
import type { Storage } from '../../../../server/storage/storage.ts';
import { createClock } from '../../../fakes/server/clock.ts';
import { createSilentLog } from '../../../fakes/server/log.ts';
import { openOwnStorage, withoutForeignKeys } from '../../../fakes/server/own-storage.ts';
import { until } from '../../../fakes/server/until.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await openOwnStorage();
  await withoutForeignKeys(storage.db);
});
afterEach(() => storage.close());

async function insertAgents(ids: readonly string[]): Promise<void> {
  const names = { deviceId: 'd', userName: 'u', upn: null, hostname: 'h', os: '' };
  const times = { enrolledAt: '2030-01-01', acceptedAt: null, lastSeenAt: '2030-01-01' };
  const unset = { departure: null, claim: null, requesterId: null, enrolmentKeyId: null };
  const values = ids.map((id) => ({
    id,
    ...names,
    sid: id,
    ...times,
    ...unset,
    agentVersion: '1',
    secretHash: id,
  }));
  await storage.db
    .insertInto('agent')
    .values(values.map((value) => ({ ...value, state: 'active' as const })))
    .execute();
}

async function stored(): Promise<Record<string, string>> {
  const rows = await storage.db.selectFrom('agent').select(['id', 'lastSeenAt']).execute();
  return Object.fromEntries(rows.map(({ id, lastSeenAt }) => [id, lastSeenAt]));
}

it('is known at once, and written after a minute, ten seconds exact', async () => {
  await insertAgents(['early', 'late', 'never']);
  const clock = createClock();
  const lastSeen = createLastSeen({ db: storage.db, clock, log: createSilentLog() });
  lastSeen.start();
  lastSeen.note('early');
  clock.advance(15 * SECOND);
  lastSeen.note('late');
  expect(lastSeen.of('late')).toBe('2030-01-02T08:00:15.000Z');
  expect(await stored()).toMatchObject({ early: '2030-01-01', late: '2030-01-01' });
  clock.advance(45 * SECOND);
  await until(() => lastSeen.of('late') === null, 'what was noted is written');
  expect(await stored()).toEqual({
    early: '2030-01-02T08:00:00.000Z',
    late: '2030-01-02T08:00:10.000Z',
    never: '2030-01-01',
  });
  await lastSeen.stop();
});

it('writes what is left when the server stops, also for more agents than one statement takes', async () => {
  const ids = Array.from({ length: 1201 }, (_, index) => `agent ${index}`);
  for (let start = 0; start < ids.length; start += 1000) await insertAgents(ids.slice(start, start + 1000));
  const lastSeen = createLastSeen({ db: storage.db, clock: createClock(), log: createSilentLog() });
  for (const id of ids) lastSeen.note(id);
  await lastSeen.stop();
  expect(new Set(Object.values(await stored()))).toEqual(new Set(['2030-01-02T08:00:00.000Z']));
});

it('writes once a minute, and not more often however often an agent calls', async () => {
  await insertAgents(['a']);
  const clock = createClock();
  const lastSeen = createLastSeen({ db: storage.db, clock, log: createSilentLog() });
  lastSeen.start();
  for (let call = 0; call < 5; call += 1) {
    lastSeen.note('a');
    clock.advance(10 * SECOND);
  }
  expect(await stored()).toEqual({ a: '2030-01-01' });
  clock.advance(MINUTE);
  await until(() => lastSeen.of('a') === null, 'what was noted is written');
  await lastSeen.stop();
});
