import { afterEach, beforeEach, expect, it } from 'vitest';
import { TicketQuery } from '../../../../contract/console.ts';
import { listTickets } from '../../../../server/desk/desk-list.ts';
import type { Storage } from '../../../../server/storage/storage.ts';
import { createClock } from '../../../fakes/server/clock.ts';
import { openOwnStorage } from '../../../fakes/server/own-storage.ts';
import { plansOf } from '../../../fakes/server/plans.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await openOwnStorage();
});
afterEach(() => storage.close());

const CALLER = { id: 'somebody', organisationIds: null };
const PARTS = { clock: createClock(), searchIndex: { catchUp: async () => {} } };

it.each([
  ['open', 'ticket_open'],
  ['resolved', 'ticket_resolved'],
  ['closed', 'ticket_closed'],
  ['all', 'ticket_updated'],
])('the list of %s tickets reads %s from its position on, and sorts nothing', async (show, index) => {
  for (const after of [undefined, '2030-01-02T08:00:00.000Z_t1']) {
    const query = TicketQuery.parse({ show, after });
    const [plan = ''] = await plansOf(storage.db, (db) => listTickets({ ...PARTS, db }, CALLER, query));
    const [first] = plan.split('\n');
    expect(first).toContain(`ticket USING INDEX ${index}${after ? ' (' : ''}`);
    expect(plan).not.toMatch(/SCAN (organisation|requester)|TEMP B-TREE/);
  }
});

it.each([
  ['mine', 'ticket_technician (technician_id=?)'],
  ['nobody', 'ticket_open'],
] as const)('the open tickets of %s are read from an index, in their order', async (whose, index) => {
  const query = TicketQuery.parse({ whose });
  const [plan = ''] = await plansOf(storage.db, (db) => listTickets({ ...PARTS, db }, CALLER, query));
  expect(plan.split('\n')[0]).toContain(`ticket USING INDEX ${index}`);
  expect(plan).not.toContain('TEMP B-TREE');
});

it('a search reads the newest words first, and sorts the tickets of a page at most', async () => {
  const query = TicketQuery.parse({ search: 'a' });
  const [plan = ''] = await plansOf(storage.db, (db) => listTickets({ ...PARTS, db }, CALLER, query));
  // 192: by rowid, descending (FTS5_BI_ORDER_ROWID and FTS5_BI_ORDER_DESC); M2<: the query and the upper end of rowid
  expect(plan.split('\n').slice(0, 2)).toEqual([
    'CO-ROUTINE found',
    'SCAN search_words VIRTUAL TABLE INDEX 192:M2<',
  ]);
});
