// What the metrics say of PostgreSQL: its size, and the connections of the server, also while it does not answer.
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const TOKEN = 'a-token-of-prometheus';
/** Connections of one server. */
const MOST = 10;

let desk: TestServer;
beforeEach(async () => {
  desk = await openTestServer({ environment: { METRICS_TOKEN: TOKEN } });
});
afterEach(() => desk.close());

/** Samples by name with labels. */
async function readSamples(): Promise<Map<string, number>> {
  const answer = await fetch(`${desk.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(answer.status).toBe(200);
  const lines = (await answer.text()).split('\n').filter((line) => /^guichet_/.test(line));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

test('the size is that of the database, and its connections are counted', async () => {
  const samples = await readSamples();
  const [row] = await desk.rows('SELECT pg_database_size(current_database()) AS size');
  expect(samples.get('guichet_database_bytes{file="main"}')).toBeGreaterThan(1e6);
  expect(Number(row?.size) / (samples.get('guichet_database_bytes{file="main"}') ?? 0)).toBeCloseTo(1, 1);
  const [used, idle] = ['used', 'idle'].map((state) =>
    samples.get(`guichet_database_connections{state="${state}"}`),
  );
  expect((used ?? 0) + (idle ?? 0)).toBeGreaterThan(0);
  expect((used ?? 0) + (idle ?? 0)).toBeLessThanOrEqual(MOST);
  expect(samples.get('guichet_database_waiting')).toBe(0);
});

test('what waits for a connection is counted, also while the database does not answer', async () => {
  const agent = await desk.activeAgent('requester@contoso.example');
  const other = new pg.Client(desk.database.databaseUrl ?? '');
  await other.connect();
  await other.query('begin');
  await other.query('lock table requester, delivery in access exclusive mode');
  const syncs = Array.from({ length: MOST + 5 }, () => agent.sync());
  await until(async () => {
    const { rows } = await other.query('select count(*)::int as blocked from pg_locks where not granted');
    return rows[0]?.blocked >= MOST;
  }, 'all connections are used');

  const samples = await readSamples();
  expect(samples.get('guichet_database_connections{state="used"}')).toBe(MOST);
  expect(samples.get('guichet_database_connections{state="idle"}')).toBe(0);
  expect(samples.get('guichet_database_waiting')).toBeGreaterThanOrEqual(5);
  expect(samples.get('guichet_open_streams{of="agents"}')).toBe(0);
  expect(samples.has('guichet_queue_depth')).toBe(false);

  await other.query('commit');
  await other.end();
  await Promise.all(syncs);
  await until(
    async () => (await readSamples()).get('guichet_database_waiting') === 0,
    'nobody waits any more',
  );
});
