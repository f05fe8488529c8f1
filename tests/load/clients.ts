// The client processes of a simulation.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { answerOf, type FromClient, type Share, type ToClient } from './client-messages.ts';
import { addTallies, type Tallied } from './tally.ts';

export interface Clients {
  openStreams(): number;
  /** These shares of the agents send a ticket and restart, within so many milliseconds from now. */
  disturb(within: number, shares: { tickets: number; restarts: number }): void;
  /** What was done since the last count, and the processor time since the beginning, in seconds. */
  count(): Promise<{ tallied: Tallied; processorSeconds: number }>;
  stop(): void;
}

interface Client {
  child: ChildProcess;
  openStreams: number;
}

/** Resolves once all agents have begun. Throws Refused when agents cannot enrol or sync. */
export async function startClients(shares: readonly Share[]): Promise<Clients> {
  const clients = shares.map(forkClient);
  const stop = () => {
    for (const { child } of clients) child.disconnect();
  };
  try {
    await Promise.all(clients.map((client, index) => begin(client, shares[index])));
  } catch (failure) {
    stop();
    throw failure;
  }
  return {
    openStreams: () => clients.reduce((sum, { openStreams }) => sum + openStreams, 0),
    disturb(within, share) {
      for (const client of clients) tell(client, { do: 'disturb', within, shares: share });
    },
    async count() {
      const all = await Promise.all(clients.map(countOne));
      return {
        tallied: addTallies(all.map(({ tallied }) => tallied)),
        processorSeconds: all.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0),
      };
    },
    stop,
  };
}

function forkClient(): Client {
  const child = fork(join(import.meta.dirname, 'client.ts'), { serialization: 'advanced' });
  const client = { child, openStreams: 0 };
  child.on('message', (message) => {
    const said = message as FromClient;
    if (said.said === 'open') client.openStreams = said.streams;
  });
  return client;
}

const tell = ({ child }: Client, message: ToClient) => child.send(message);

async function begin(client: Client, share: Share | undefined): Promise<void> {
  if (!share) return;
  const started = answerOf(client.child, 'started');
  tell(client, { do: 'start', share });
  await started;
}

async function countOne(client: Client) {
  const counted = answerOf(client.child, 'counted');
  tell(client, { do: 'count' });
  return counted;
}
