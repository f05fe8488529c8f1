// The lists of the console through HTTP, with 100,000 tickets and 20,000 devices, and in turn with a tenth of them.
import { join } from 'node:path';
import { expect } from '@playwright/test';
import Database from 'better-sqlite3';
import type { AgentFilter } from '../../contract/console.ts';
import { test } from '../e2e/desktop.ts';
import { emptyFolder, startServer } from '../e2e/parts.ts';
import { staffAt } from '../fakes/staff.ts';
import { percentile, record } from './figures.ts';
import { seedDesk } from './seed-desk.ts';

const MANY = { tickets: 100_000, devices: 20_000 };
const FEW = { tickets: 10_000, devices: 2_000 };
/** Calls of each kind. */
const MEASURED = 40;
const WARM_UP = 5;
/** To index the tickets, in milliseconds. */
const INDEXING = 600_000;

type Ask = ReturnType<typeof staffAt>['ask'];
type Call = (ask: Ask) => Promise<{ next: string | null } | Record<string, number>>;

const LISTS: Call[] = (['open', 'resolved', 'closed', 'all'] as const).flatMap((show) => [
  (ask) => ask('listTickets', { query: { show } }),
  // deep in the list
  (ask) => ask('listTickets', { query: { show, after: '2026-01-08T06:00:00.000Z_z' } }),
]);

const SEARCHES: Call[] = [
  'a',
  'im',
  'imprimante',
  'repond',
  'nowhere',
  'R-004321',
  'commandée 321',
  'Élodie Tremblay',
  'person1234@example.org',
  'réseau clignote salle 41',
  'imprimante réseau',
].map((search) => (ask) => ask('listTickets', { query: { show: 'all', search } }));

const OPEN_SEARCHES: Call[] = ['a', 'imprimante', 'lavoie'].map(
  (search) => (ask) => ask('listTickets', { query: { search } }),
);

const FILTERS: Partial<AgentFilter>[] = [
  {},
  { state: 'waiting' },
  { state: 'active' },
  { state: 'retired' },
  { search: 'lab-0' },
  { search: 'cote' },
  { search: 'nobody' },
];

const DEVICES = FILTERS.flatMap((query): Call[] => [
  (ask) => ask('listDevices', { query }),
  (ask) => ask('countAgents', { query }),
]);

test('console', async () => {
  test.setTimeout(2 * INDEXING);
  const [many, few] = [await startDesk(MANY), await startDesk(FEW)];
  const list = await measure(LISTS, many.ask, few.ask);
  const search = await measure([...SEARCHES, ...OPEN_SEARCHES], many.ask, few.ask);
  const devices = await measure(DEVICES, many.ask, few.ask);
  await many.stop();
  await few.stop();
  record('console', {
    listP95: list.p95,
    listGrowth: list.growth,
    searchP95: search.p95,
    searchGrowth: search.growth,
    devicesP95: devices.p95,
  });
});

async function startDesk(size: typeof MANY) {
  const folder = emptyFolder('console');
  await seedDesk(folder, size);
  const server = await startServer({ DATA_DIR: folder, PORT: '0' });
  const { ask } = staffAt(server.url);
  const [, token = ''] = server.setupLink?.split('#') ?? [];
  const account = {
    email: 'admin@example.org',
    fullName: 'Administrator',
    password: 'a long password for benches',
  };
  await ask('setUp', { body: { ...account, token } });
  const db = new Database(join(folder, 'guichet.sqlite'), { readonly: true });
  const pending = db.prepare<[], number>('select count(*) from search_pending').pluck();
  await expect.poll(() => pending.get(), { timeout: INDEXING, intervals: [1000] }).toBe(0);
  db.close();
  return { ask, stop: () => server.stop() };
}

/** `growth` is that of the 95th percentile, over all kinds of calls. */
async function measure(
  calls: readonly Call[],
  many: Ask,
  few: Ask,
): Promise<{ p95: number; growth: number }> {
  const [ofMany, ofFew]: [number[], number[]] = [[], []];
  // in turn: what else the machine does weighs on both
  for (const call of calls)
    for (let index = 0; index < WARM_UP + MEASURED; index += 1)
      for (const [ask, times] of [
        [many, ofMany],
        [few, ofFew],
      ] as const) {
        const began = performance.now();
        await call(ask);
        if (index >= WARM_UP) times.push(performance.now() - began);
      }
  const p95 = percentile(ofMany, 0.95);
  return { p95, growth: p95 / percentile(ofFew, 0.95) };
}
