// What the simulation and its client processes say to each other.
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
