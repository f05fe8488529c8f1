// Servers on one database that are killed and started again, as machines of a cluster.
import { type SimulatedServer, startSimulatedServer } from '../../load/servers.ts';
import { ownPort } from '../own-port.ts';

export interface KillableServers {
  /** Addresses, which stay the same. */
  readonly urls: readonly string[];
  /** SIGKILL. Resolves when it is gone. */
  kill(index: number): Promise<void>;
  /** Resolves once it listens again. */
  startAgain(index: number): Promise<void>;
  /** Resolves once at least one of them listens. */
  whenAnyIsUp(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one server for each of the settings, one after the other. */
export async function startKillableServers(
  all: readonly Readonly<Record<string, string>>[],
): Promise<KillableServers> {
  const ports: string[] = [];
  for (const _ of all) ports.push(`${await ownPort()}`);
  const running: (SimulatedServer | null)[] = all.map(() => null);
  let up = Promise.withResolvers<void>();

  async function start(index: number): Promise<void> {
    running[index] = await startSimulatedServer({ ...all[index], PORT: ports[index] ?? '' });
    up.resolve();
  }
  for (const index of all.keys()) await start(index);

  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    async kill(index) {
      const server = running[index];
      running[index] = null;
      if (running.every((one) => one === null)) up = Promise.withResolvers();
      await server?.kill();
    },
    startAgain: start,
    whenAnyIsUp: () => up.promise,
    async stop() {
      for (const server of running) await server?.stop();
    },
  };
}
