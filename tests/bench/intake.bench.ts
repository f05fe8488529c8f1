// Tickets by POST /v1/sync until the built-in desk has them, from one client and from 16 at once.
import { test } from '../e2e/desktop.ts';
import { writeBareTickets } from './bare-tickets.ts';
import { percentile, record } from './figures.ts';
import { startLoadedServer } from './server-load.ts';
import { sendTickets } from './ticket-load.ts';

const AGENTS = 400;
const BARE = 1000;

test('intake', async () => {
  const loaded = await startLoadedServer(AGENTS);
  const { one, many, ticketId } = await sendTickets(loaded);
  await loaded.server.stop();
  const bare = writeBareTickets(loaded.folder, ticketId, BARE);
  record('intake', {
    perS1: one.rate,
    perS16: many.rate,
    p95At16: percentile(many.times, 0.95),
    bareRatio: 1000 / percentile(bare, 0.5) / many.rate,
  });
});
