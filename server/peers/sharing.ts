// What a server shares with the others of its database: event streams, counts of what callers did, and the lead.
import type { FastifyBaseLogger } from 'fastify';
import type { Chance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import type { DeliveryWorker, Leader } from '../delivery/worker.ts';
import { retiredOf } from '../enrolment/standing.ts';
import type { EventStreams } from '../http/event-streams.ts';
import { createSignInDelays, type SignInDelays } from '../limits/failure-delays.ts';
import type { CountedLimits, Limits } from '../limits/limits.ts';
import { shareLimits } from '../limits/shared-limits.ts';
import { agree, type Term } from '../storage/agreements.ts';
import type { Database } from '../storage/schema.ts';
import type { Duties } from './duties.ts';
import { inMessages, type PeerMessage } from './messages.ts';
import type { Peers } from './peers.ts';
import { shareFailures } from './shared-failures.ts';
import { shareStreams } from './shared-streams.ts';

export interface Sharing {
  streams: EventStreams;
  limits: Limits;
  signInDelays: SignInDelays;
  leader: Leader;
  /**
   * Begins to hear the others, and to lead where nobody does. Resolves when this server knows which sign-ins failed before.
   * `disagreed` is called with one sentence when the server must not go on: another one has replaced its key or its place of files.
   */
  start(parts: { worker: DeliveryWorker; duties: Duties; disagreed(problem: string): void }): Promise<void>;
}

/** Agents in one query. */
const AGENTS_PER_QUERY = 500;

interface SharingParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  peers: Peers;
  streams: EventStreams;
  limits: CountedLimits;
  /** milliseconds over which agents come back after something may have been missed */
  spread: number;
  /** what this server works with */
  terms: readonly Term[];
  log: FastifyBaseLogger;
}

/** A server without others shares nothing. */
export function createSharing(parts: SharingParts): Sharing {
  const { clock, peers } = parts;
  if (!peers.areOthersPossible)
    return {
      ...parts,
      signInDelays: createSignInDelays(clock),
      leader: { deliver() {}, tryNow() {} },
      start: async ({ duties }) => duties.change(true, false),
    };
  const limits = shareLimits(parts.limits);
  const streams = shareStreams({ ...parts, own: parts.streams });
  const failures = shareFailures(parts);

  function failed(failure: unknown): void {
    parts.log.error({ err: failure }, 'what another server said, or may have said, could not be acted upon');
  }

  /** Who was retired meanwhile keeps no stream. Staff show their session again. */
  async function endRetired(agentIds: readonly string[]): Promise<void> {
    for (let start = 0; start < agentIds.length; start += AGENTS_PER_QUERY)
      parts.streams.dismiss(await retiredOf(parts.db, agentIds.slice(start, start + AGENTS_PER_QUERY)));
  }

  function catchUp(worker: DeliveryWorker): void {
    streams.catchUp(parts.spread, (agentIds) => void endRetired(agentIds).catch(failed));
    // whoever died may have stored deliveries, and not have carried them out
    worker.kick();
  }

  /** While this server held no lock, another one may have replaced what all have in common. */
  async function checkTerms(disagreed: (problem: string) => void): Promise<void> {
    const problem = await agree(parts.db, parts.terms);
    if (problem !== null) disagreed(problem);
  }

  function hear(worker: DeliveryWorker, message: PeerMessage): void {
    if (streams.heard(message) || failures.heard(message)) return;
    if (message.kind === 'missed') catchUp(worker);
    else if (message.kind === 'used') parts.limits.count(message.charges);
    else if (message.kind === 'deliver') worker.kickElsewhere(message.revision ?? undefined);
    else if (message.kind === 'try-now') worker.tryHere(message.backendId).catch(failed);
  }

  return {
    streams,
    limits,
    signInDelays: failures.delays,
    leader: {
      deliver: (revision) => peers.tell({ kind: 'deliver', revision: revision ?? null }),
      tryNow: (backendId) => peers.tell({ kind: 'try-now', backendId }),
    },
    start({ worker, duties, disagreed }) {
      const { promise, resolve } = Promise.withResolvers<void>();
      peers.start({
        heard: (message) => hear(worker, message),
        joined: () => void failures.ask().then(resolve),
        missed() {
          catchUp(worker);
          // where it fails, the connection is lost again, and something may have been missed again
          checkTerms(disagreed).catch(failed);
        },
        news: () => inMessages(limits.news()).map((charges) => ({ kind: 'used', charges })),
        leads: duties.change,
      });
      return promise;
    },
  };
}
