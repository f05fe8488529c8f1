// The calls of the console's lists, and how they grow, for both databases.
import { randomBytes } from 'node:crypto';
import { expect } from '@playwright/test';
import type { AgentFilter } from '../../contract/console.ts';
import { openBesideServer } from '../../server/storage/open.ts';
import { emptyFolder, startServer } from '../e2e/parts.ts';
import { staffAt } from '../fakes/staff.ts';
import { percentile } from './figures.ts';

export const MANY = { tickets: 100_000, devices: 20_000 };
export const FEW = { tickets: 10_000, devices: 2_000 };
/** Calls of each kind. */
const MEASURED = 40;
const WARM_UP = 5;
/** To index the tickets, in milliseconds. */
export const INDEXING = 600_000;

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

export interface FilledDesk {
  ask: Ask;
  stop(): Promise<void>;
}

/** Starts a server on a database that is filled, and waits until it has indexed the tickets. */
export async function startDesk(
  settings: { DATA_DIR: string } | { DATABASE_URL: string },
): Promise<FilledDesk> {
  const all = { DATA_DIR: emptyFolder('console'), ...settings };
  // a server on PostgreSQL has no key of its own
  const SECRET_KEY = randomBytes(32).toString('base64');
  const server = await startServer({ SECRET_KEY, ...all, PORT: '0' });
  const { ask } = staffAt(server.url);
  const [, token = ''] = server.setupLink?.split('#') ?? [];
  const account = {
    email: 'admin@example.org',
    fullName: 'Administrator',
    password: 'a long password for benches',
  };
  await ask('setUp', { body: { ...account, token } });
  const opened = await openBesideServer({
    dataDir: all.DATA_DIR,
    databaseUrl: 'DATABASE_URL' in settings ? settings.DATABASE_URL : null,
  });
  if (!opened.ok) throw new Error(opened.problem);
  const { db, close } = opened.storage;
  const pending = async () => (await db.selectFrom('searchPending').selectAll().limit(1).execute()).length;
  await expect.poll(pending, { timeout: INDEXING, intervals: [1000] }).toBe(0);
  await close();
  return { ask, stop: () => server.stop() };
}

/** Measures the lists at the larger desk, and how they have grown against the smaller one. */
export async function measureConsole(many: FilledDesk, few: FilledDesk) {
  const list = await measure(LISTS, many.ask, few.ask);
  const search = await measure([...SEARCHES, ...OPEN_SEARCHES], many.ask, few.ask);
  const devices = await measure(DEVICES, many.ask, few.ask);
  return { list, search, devices };
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
