// A server of its own process with many confirmed agents, and the load that they make.
import { randomBytes } from 'node:crypto';
import { Agent as HttpAgent, request } from 'node:http';
import { v7 } from 'uuid';
import { openStorage } from '../../server/storage/open.ts';
import { emptyFolder, type RunningServer, startServer } from '../e2e/parts.ts';
import { idOf, newRun, secretOf } from '../load/identities.ts';
import { seedAgents } from '../load/seed-agents.ts';

export interface LoadedServer {
  folder: string;
  server: RunningServer;
  /** `Authorization` headers, one for each agent */
  agents: string[];
}

/** An organisation may open 5000 tickets an hour. */
const AGENTS_PER_ORGANISATION = 80;

/**
 * Writes the agents to an empty database, each with a requester of its own, and starts the server on it, with these
 * settings besides.
 */
export async function startLoadedServer(
  count: number,
  settings: Record<string, string> = {},
): Promise<LoadedServer> {
  const folder = emptyFolder('load');
  const agents = await writeAgents({ dataDir: folder, databaseUrl: settings.DATABASE_URL ?? null }, count);
  // a server on PostgreSQL has no key of its own
  const SECRET_KEY = randomBytes(32).toString('base64');
  return {
    folder,
    agents,
    server: await startServer({ SECRET_KEY, ...settings, DATA_DIR: folder, PORT: '0' }),
  };
}

async function writeAgents(
  storage: { dataDir: string; databaseUrl: string | null },
  count: number,
): Promise<string[]> {
  const opened = await openStorage(storage);
  if (!opened.ok) throw new Error(opened.problem);
  const { db, close } = opened.storage;
  const run = newRun(AGENTS_PER_ORGANISATION);
  const problem = await seedAgents(db, run, count, [{ first: 0, end: count }]);
  if (problem !== null) throw new Error(problem);
  await close();
  return Array.from(
    { length: count },
    (_, index) => `Bearer ${idOf(run, 'agent', index)}.${secretOf(run, index)}`,
  );
}

export function newTicket(title: string) {
  const key = v7();
  const body = { ticketKind: 'incident', title, description: 'x'.repeat(500), attachments: [] };
  return { key, kind: 'create-ticket', submittedAt: new Date().toISOString(), body };
}

const connections = new HttpAgent({ keepAlive: true, maxSockets: 64 });

/** Sends one sync. Throws unless the server carried out all commands. */
export async function sync(
  url: string,
  authorization: string,
  { commands = [] as object[], cursor = 0, catalogueVersion = null as string | null } = {},
): Promise<void> {
  const body = JSON.stringify({ cursor, commands, catalogueVersion });
  const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const call = request(`${url}/v1/sync`, {
      method: 'POST',
      agent: connections,
      headers: {
        authorization,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
    });
    call.on('error', reject);
    call.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.end(body);
  });
  if (answer.status !== 200) throw new Error(`sync was answered ${answer.status}: ${answer.text}`);
  const { results } = JSON.parse(answer.text) as { results: { outcome: string }[] };
  const failed = results.find(({ outcome }) => outcome !== 'accepted');
  if (failed) throw new Error(`a command was not accepted: ${JSON.stringify(failed)}`);
}

export interface Load {
  /** in one second */
  rate: number;
  /** milliseconds of each call */
  times: number[];
}

/** Makes `total` calls from `clients` at once. */
export async function load(
  clients: number,
  total: number,
  call: (index: number) => Promise<void>,
): Promise<Load> {
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < total) {
        const index = next;
        next += 1;
        const at = performance.now();
        await call(index);
        times.push(performance.now() - at);
      }
    }),
  );
  return { rate: (total * 1000) / (performance.now() - began), times };
}
