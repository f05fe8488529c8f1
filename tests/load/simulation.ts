// Runs a simulation: fills a database, starts servers and client processes, and measures the agents at rest and disturbed.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { MINUTE, SECOND } from '../../contract/clock.ts';
import { readDatabaseSize } from '../../server/metrics/database-size.ts';
import { Refused } from '../../server/program.ts';
import { openBesideServer, openStorage } from '../../server/storage/open.ts';
import type { OpenedStorage, Storage } from '../../server/storage/storage.ts';
import { DURABLE, startPostgres } from '../fakes/postgres/start-postgres.ts';
import { type Clients, startClients } from './clients.ts';
import { newRun, type Run } from './identities.ts';
import type { Options } from './options.ts';
import type { Measured, Report } from './report.ts';
import { seedAgents } from './seed-agents.ts';
import { type SimulatedServer, startSimulatedServer } from './servers.ts';
import { divide, mostOpenFiles, type Part, streamsOf } from './shares.ts';

/** Streams open within a minute, on a busy machine later. In milliseconds. */
const OPENING = 10 * MINUTE;

interface Plan {
  options: Options;
  run: Run;
  /** event streams to open */
  streams: number;
  parts: readonly Part[];
  /** of the servers' data */
  folder: string;
  /** null: SQLite in the folder */
  databaseUrl: string | null;
  /** is told what is going on */
  say(line: string): void;
}

/** `say` is told what is going on. Throws Refused with a sentence when something cannot be used. */
export async function simulate(options: Options, say: (line: string) => void): Promise<Report> {
  const openFiles = mostOpenFiles();
  const streams = streamsOf(options, openFiles);
  if (typeof streams === 'string') throw new Refused(streams);
  const parts = divide({ ...options, streams }, openFiles);
  const run = newRun();
  const folder = mkdtempSync(join(tmpdir(), 'guichet-simulation-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const servers: SimulatedServer[] = [];
  const postgres = options.database === null && options.servers > 1 ? await startPostgres(DURABLE) : null;
  const databaseUrl = options.database ?? postgres?.url ?? null;
  try {
    return await runOn(servers, { options, run, streams, parts, folder, databaseUrl, say });
  } finally {
    for (const server of servers) await server.stop();
    await postgres?.stop();
    process.off('exit', remove);
    remove();
  }
}

/** `servers` receives those that are started. */
async function runOn(servers: SimulatedServer[], plan: Plan): Promise<Report> {
  const { options, run, parts, folder, say } = plan;
  say('Writing the agents to the database …');
  await seed(plan);
  const shared = sharedSettings(plan);
  for (let index = 0; index < options.servers; index += 1)
    servers.push(await startSimulatedServer({ DATA_DIR: join(folder, `server-${index}`), ...shared }));
  const urls = options.servers === 0 ? options.urls : servers.map(({ url }) => url);
  say(parts.length === 1 ? 'Starting a client process …' : `Starting ${parts.length} client processes …`);
  const { othersAsStreaming, pictureBytes } = options;
  const all = { run, urls, othersAsStreaming, pictureBytes };
  const clients = await startClients(parts.map((part, process) => ({ ...part, ...all, process })));
  try {
    return await measureAll(plan, servers, clients);
  } finally {
    clients.stop();
  }
}

/** What the servers of one database have in common. A server on SQLite has the folder to itself. */
function sharedSettings({ folder, databaseUrl }: Plan): Record<string, string> {
  if (databaseUrl === null) return { DATA_DIR: folder };
  return { DATABASE_URL: databaseUrl, SECRET_KEY: randomBytes(32).toString('base64') };
}

function storageOf(opened: OpenedStorage): Storage {
  if (!opened.ok) throw new Refused(opened.problem);
  return opened.storage;
}

/** The agents of each part that do not enrol. */
async function seed({ options: { agents }, run, parts, folder, databaseUrl }: Plan): Promise<void> {
  const { db, close } = storageOf(await openStorage({ dataDir: folder, databaseUrl }));
  try {
    const ranges = parts.map(({ first, count, enrolling }) => ({ first, end: first + count - enrolling }));
    const problem = await seedAgents(db, run, agents, ranges);
    if (problem !== null) throw new Refused(problem);
  } finally {
    await close();
  }
}

async function measureAll(
  { options, streams, folder, databaseUrl, say }: Plan,
  servers: readonly SimulatedServer[],
  clients: Clients,
): Promise<Report> {
  const { minutes, tickets, restarts } = options;
  say(`Opening ${streams} event streams …`);
  const until = Date.now() + OPENING;
  while (clients.openStreams() < streams && Date.now() < until) await pass(SECOND);
  const opened = clients.openStreams();
  say(`${opened} are open. At rest for ${minutes} min …`);
  const atRest = await measure('at rest', minutes, servers, clients);
  say(`${atRest.seconds.toFixed(0)} s measured. With tickets and restarts for ${minutes} min …`);
  clients.disturb(minutes * MINUTE, { tickets, restarts });
  const disturbed = await measure('disturbed', minutes, servers, clients);
  const { db, close } = storageOf(await openBesideServer({ dataDir: folder, databaseUrl }));
  const { main, wal } = await readDatabaseSize(db, folder).finally(close);
  return { options, opened, parts: [atRest, disturbed], databaseBytes: main + wal };
}

async function measure(
  name: Measured['name'],
  minutes: number,
  servers: readonly SimulatedServer[],
  clients: Clients,
): Promise<Measured> {
  const processor = () => servers.map((server) => server.processorSeconds());
  const { processorSeconds: clientsBefore } = await clients.count();
  const [before, began] = [processor(), performance.now()];
  await pass(minutes * MINUTE);
  const { tallied, processorSeconds } = await clients.count();
  const [after, seconds] = [processor(), (performance.now() - began) / SECOND];
  return {
    name,
    seconds,
    tallied,
    openStreams: clients.openStreams(),
    servers: servers.map((server, index) => ({
      processorSeconds: (after[index] ?? 0) - (before[index] ?? 0),
      memoryMB: server.memoryMB(),
    })),
    clientSeconds: processorSeconds - clientsBefore,
  };
}
