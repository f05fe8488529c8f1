// Tickets by POST /v1/sync until the built-in desk has them, from one client and from 16 at once.
import { test } from '../e2e/desktop.ts';
import { writeBareTickets } from './bare-tickets.ts';
import { percentile, record } from './figures.ts';
import { load, newTicket, startLoadedServer, sync } from './server-load.ts';

const AGENTS = 400;
const WARM_UP = 200;
const FROM_ONE = 600;
const FROM_SIXTEEN = 3000;
const BARE = 1000;

test('intake', async () => {
  const { server, folder, agents } = await startLoadedServer(AGENTS);
  let sent = 0;
  const keys: string[] = [];
  const sendTicket = () => {
    const ticket = newTicket(`Measured ${sent}`);
    keys.push(ticket.key);
    sent += 1;
    return sync(server.url, agents[sent % AGENTS] ?? '', { commands: [ticket] });
  };
  await load(4, WARM_UP, sendTicket);
  const one = await load(1, FROM_ONE, sendTicket);
  const many = await load(16, FROM_SIXTEEN, sendTicket);
  await server.stop();
  const bare = writeBareTickets(folder, keys[0] ?? '', BARE);
  record('intake', {
    perS1: one.rate,
    perS16: many.rate,
    p95At16: percentile(many.times, 0.95),
    bareRatio: 1000 / percentile(bare, 0.5) / many.rate,
  });
});
