// As intake, on PostgreSQL that writes durably.
import { test } from '../e2e/desktop.ts';
import { DURABLE, startPostgres } from '../fakes/postgres/start-postgres.ts';
import { writeBareTicketsOnPostgres } from './bare-tickets-pg.ts';
import { percentile, record } from './figures.ts';
import { startLoadedServer } from './server-load.ts';
import { sendTickets } from './ticket-load.ts';

const AGENTS = 400;
const BARE = 1000;

test('intake-pg', async () => {
  const postgres = await startPostgres(DURABLE);
  const loaded = await startLoadedServer(AGENTS, { DATABASE_URL: postgres.url });
  const { one, many, ticketId } = await sendTickets(loaded);
  await loaded.server.stop();
  const bare = await writeBareTicketsOnPostgres(postgres.url, ticketId, BARE);
  await postgres.stop();
  record('intake-pg', {
    perS1: one.rate,
    perS16: many.rate,
    p95At16: percentile(many.times, 0.95),
    bareRatio: 1000 / percentile(bare, 0.5) / many.rate,
  });
});
