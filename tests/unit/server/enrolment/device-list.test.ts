import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../../../server/clock.ts';
import { listDevices } from '../../../../server/enrolment/device-list.ts';
import type { Storage } from '../../../../server/storage/storage.ts';
import { openOwnStorage } from '../../../fakes/server/own-storage.ts';
import { plansOf } from '../../../fakes/server/plans.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await openOwnStorage();
});
afterEach(() => storage.close());

const PRESENCE = {
  onlineOf: async () => new Set<string>(),
  lastSeen: { of: () => null },
  clock: systemClock,
};
const ORGANISATION = '01900000-0000-7000-8000-000000000001';

it.each([
  [{}, 'device_listed'],
  [{ organisationId: ORGANISATION }, 'device_organisation'],
])('the list of all devices of %o reads %s in its order, and sorts nothing', async (of, index) => {
  const query = { ...of, search: '', after: `1_${ORGANISATION}_desk` };
  const plans = await plansOf(storage.db, (db) => listDevices(db, PRESENCE, query, null));
  expect(plans[0]).toContain(`device USING INDEX ${index} (`);
  expect(plans[0]).not.toContain('TEMP B-TREE');
});
