// What the simulation and its client processes say to each other.
import type { EventEmitter } from 'node:events';
import { Refused } from '../../server/program.ts';
import type { Run } from './identities.ts';
import type { Tallied } from './tally.ts';

/** The share of one client process. Agents are numbered over all processes. */
export interface Share {
  run: Run;
  /** addresses of the servers, over which a load balancer spreads the agents */
  urls: readonly string[];
  /** number of this process, from 0 */
  process: number;
  /** its first agent, and how many it has */
  first: number;
  count: number;
  /** how many of them keep an event stream open */
  streams: number;
  /** how many of them are not in the database: they enrol over HTTP */
  enrolling: number;
  /** those without an event stream call as often as if they had one */
  othersAsStreaming: boolean;
  /** of the picture with a ticket */
  pictureBytes: number;
}

export type ToClient =
  | { do: 'start'; share: Share }
  | { do: 'disturb'; within: number; shares: { tickets: number; restarts: number } }
  /** answered with `counted` */
  | { do: 'count' };

export type FromClient =
  /** enrolled: its agents begin to call */
  | { said: 'started' }
  /** nothing was started: a sentence */
  | { said: 'failed'; problem: string }
  /** once a second */
  | { said: 'open'; streams: number }
  | { said: 'counted'; tallied: Tallied; processorSeconds: number };

/** Resolves to the next answer of a kind; rejects when the process ends or fails before. */
export function answerOf<S extends FromClient['said']>(
  child: Pick<EventEmitter, 'on' | 'off'>,
  kind: S,
): Promise<FromClient & { said: S }> {
  const { promise, resolve, reject } = Promise.withResolvers<FromClient & { said: S }>();
  // one listener for all: messages that come together are emitted before whoever awaits the first one goes on
  function hear(message: unknown): void {
    const said = message as FromClient;
    if (said.said === 'failed') reject(new Refused(said.problem));
    if (said.said === kind) resolve(said as FromClient & { said: S });
  }
  const end = () => reject(new Error('a client process has ended'));
  child.on('message', hear);
  child.on('exit', end);
  return promise.finally(() => {
    child.off('message', hear);
    child.off('exit', end);
  });
}
