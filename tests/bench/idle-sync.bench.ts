// Syncs that bring nothing: what an agent sends all day.
import { test } from '../e2e/desktop.ts';
import { record } from './figures.ts';
import { processorSecondsOf } from './processes.ts';
import { load, startLoadedServer, sync } from './server-load.ts';

const AGENTS = 400;
const WARM_UP = 1000;
const MEASURED = 8000;
const CLIENTS = 16;

test('idleSync', async () => {
  const { server, agents } = await startLoadedServer(AGENTS);
  const call = (index: number) => sync(server.url, agents[index % AGENTS] ?? '');
  await load(CLIENTS, WARM_UP, call);
  const before = processorSecondsOf(server.pid);
  const { rate } = await load(CLIENTS, MEASURED, call);
  const seconds = processorSecondsOf(server.pid) - before;
  await server.stop();
  record('idleSync', { perS: rate, cpuMicros: (seconds * 1e6) / MEASURED });
});
