// The server's memory: after many tickets, and whether traffic makes it grow. GUICHET_SOAK_MINUTES=30 runs the whole soak.

import { test } from '../e2e/desktop.ts';
import { ownPort } from '../fakes/own-port.ts';
import { collectGarbage } from './collect-garbage.ts';
import { record } from './figures.ts';
import { residentOf } from './processes.ts';
import { load, newTicket, startLoadedServer, sync } from './server-load.ts';
import { type Sample, slopeOf } from './slope.ts';

/** In minutes. */
const WHOLE = 30;
const SOAK = Number(process.env.GUICHET_SOAK_MINUTES ?? 3);
const TICKETS = SOAK >= WHOLE ? 100_000 : 10_000;
const MINUTE_MS = 60_000;
/** Agents that send tickets, and as many that have none: what one reads at a sync stays small. */
const AGENTS = 8000;
const CLIENTS = 16;
/** Calls of one round of traffic, and the time between two collections of garbage. */
const ROUND = { syncs: 900, tickets: 100 };
const COLLECTED_EVERY = 15_000;
/** Of the traffic: caches and code of the server get their size in it. */
const WARM_UP = 1 / 4;
/** The slope is that of ten minutes. */
const PER_MINUTES = 10;

test('memory', async () => {
  test.setTimeout((SOAK + 2 * WHOLE) * MINUTE_MS);
  const port = await ownPort();
  const { server, agents } = await startLoadedServer(2 * AGENTS, {
    // as the package starts it
    NODE_OPTIONS: `--inspect=127.0.0.1:${port} --max-semi-space-size=16`,
  });
  const startMB = residentOf(server.pid);
  let sent = 0;
  const sendTicket = () => {
    sent += 1;
    return sync(server.url, agents[sent % AGENTS] ?? '', { commands: [newTicket(`Measured ${sent}`)] });
  };
  const syncIdle = (index: number) => sync(server.url, agents[AGENTS + (index % AGENTS)] ?? '');
  await load(CLIENTS, TICKETS, sendTicket);

  let highest = residentOf(server.pid);
  const kept: Sample[] = [];
  const began = performance.now();
  const minutes = () => (performance.now() - began) / MINUTE_MS;
  while (minutes() < SOAK) {
    for (const until = performance.now() + COLLECTED_EVERY; performance.now() < until; ) {
      await load(CLIENTS, ROUND.syncs, syncIdle);
      await load(CLIENTS, ROUND.tickets, sendTicket);
      highest = Math.max(highest, residentOf(server.pid));
    }
    // the trend is that of what a collection leaves: garbage comes and goes by tens of megabytes
    await collectGarbage(port);
    if (minutes() >= SOAK * WARM_UP)
      kept.push({ at: minutes() / PER_MINUTES, value: residentOf(server.pid) });
  }
  await server.stop();
  record('memory', { rssMB: highest, growth: slopeOf(kept), startMB, tickets: sent });
});
