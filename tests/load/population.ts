// The virtual agents of one process: when each calls, and what it does then. Their waits are those of the real agent.

import { SECOND } from '../../contract/clock.ts';
import { nextDelay } from '../../contract/next-delay.ts';
import type { Pace } from '../../contract/pace.ts';
import type { Result } from '../../contract/result.ts';
import { RETRY_DELAYS } from '../../main/http/retry-delays.ts';
import { untilPoll, untilReturn, untilUnawaitedRetry } from '../../main/sync/waits.ts';
import type { Tally } from './tally.ts';
import { createWheel } from './wheel.ts';

/** An agent polls when its stream has no event by then, in milliseconds (main/http/events.ts). */
const FIRST_EVENT_WITHIN = 15 * SECOND;
/** Of the event stream of an agent. */
const STREAM = { none: 0, opening: 1, open: 2 } as const;

/** What agents do beyond keeping the time. Agents are numbers from 0. */
export interface AgentActs {
  /** Syncs, and resolves to the pace that the server told. */
  sync(agent: number): Promise<Result<Pace>>;
  /** Uploads a picture and sends a ticket. The same one, when it is tried again. */
  sendTicket(agent: number): Promise<Result<Pace>>;
  /** Opens the event stream, instead of the former one: `onSync` is called with its first event too, `onLost` once. */
  openStream(agent: number, events: { onSync(): void; onLost(): void }): void;
}

export interface PopulationParts {
  acts: AgentActs;
  agents: number;
  /** the first so many keep an event stream open */
  streams: number;
  /** the first so many have a confirmed address: only they send tickets */
  senders: number;
  /** the others call as often as if they had one */
  othersAsStreaming: boolean;
  /** as the server told it before */
  pace: Pace;
  /** milliseconds, from any beginning */
  now(): number;
  /** from [0, 1) */
  fraction(): number;
  tally: Tally;
}

export interface Population {
  /** Brings the agents: streams open within the spread of the pace, the others are at any place of their wait. */
  start(): void;
  /** Does what is due. */
  advance(): void;
  /** Within so many milliseconds, these shares of the agents send a ticket and restart, each at a drawn moment. */
  disturb(within: number, shares: { tickets: number; restarts: number }): void;
  openStreams(): number;
}

export function createPopulation(parts: PopulationParts): Population {
  const { acts, agents, streams, senders, othersAsStreaming, now, fraction, tally } = parts;
  let { pace } = parts;
  const polls = createWheel(agents);
  const tickets = createWheel(agents);
  const restarts = createWheel(agents);
  const streamOf = new Uint8Array(agents);
  const failures = new Uint8Array(agents);
  /** of its ticket */
  const ticketFailures = new Uint8Array(agents);
  /** whether it has synced as it will from then on: its first wait is one of which a part has passed */
  const isSettled = new Uint8Array(agents);
  let open = 0;

  function setStream(agent: number, state: (typeof STREAM)[keyof typeof STREAM]): void {
    open += Number(state === STREAM.open) - Number(isOpen(agent));
    streamOf[agent] = state;
  }

  const isOpen = (agent: number) => streamOf[agent] === STREAM.open;

  async function round(agent: number): Promise<void> {
    const began = now();
    const answer = await acts.sync(agent);
    tally.synced(now() - began, answer.ok ? null : answer.error.code);
    if (answer.ok) {
      pace = answer.value;
      failures[agent] = 0;
      polls.set(agent, now() + firstPart(agent) * untilPoll(pace, isAsStreaming(agent), fraction()));
    } else {
      const failed = Math.min((failures[agent] ?? 0) + 1, 255);
      failures[agent] = failed;
      polls.set(agent, now() + untilUnawaitedRetry(pace, failed, fraction()));
    }
  }

  /** After the start, agents are where they would be after hours: at any place of their wait. */
  function firstPart(agent: number): number {
    if (isSettled[agent] === 1 || (agent < streams && !isOpen(agent))) return 1;
    isSettled[agent] = 1;
    return fraction();
  }

  const isAsStreaming = (agent: number) => isOpen(agent) || (othersAsStreaming && agent >= streams);

  function openStream(agent: number): void {
    setStream(agent, STREAM.opening);
    polls.set(agent, now() + FIRST_EVENT_WITHIN);
    acts.openStream(agent, {
      onSync() {
        setStream(agent, STREAM.open);
        void round(agent);
      },
      onLost() {
        const wasOpen = isOpen(agent);
        setStream(agent, STREAM.none);
        if (!wasOpen) return void round(agent);
        tally.lostStream();
        const back = now() + untilReturn(pace, fraction());
        if (back < polls.dueAt(agent)) polls.set(agent, back);
      },
    });
  }

  function comeDue(agent: number): void {
    if (agent < streams && streamOf[agent] === STREAM.none) openStream(agent);
    else {
      // one that has not opened is tried again at the next poll
      if (streamOf[agent] === STREAM.opening) setStream(agent, STREAM.none);
      void round(agent);
    }
  }

  async function sendTicket(agent: number): Promise<void> {
    const began = now();
    const answer = await acts.sendTicket(agent);
    tally.sentTicket(now() - began, answer.ok ? null : answer.error.code);
    if (answer.ok) return;
    const failed = Math.min((ticketFailures[agent] ?? 0) + 1, 255);
    ticketFailures[agent] = failed;
    tickets.set(agent, now() + nextDelay(failed, fraction(), RETRY_DELAYS));
  }

  function restart(agent: number): void {
    tally.restarted();
    if (agent < streams) openStream(agent);
    else void round(agent);
  }

  return {
    start() {
      for (let agent = 0; agent < agents; agent += 1) {
        const within =
          agent < streams
            ? untilReturn(pace, fraction())
            : fraction() * untilPoll(pace, othersAsStreaming, fraction());
        if (agent >= streams) isSettled[agent] = 1;
        polls.set(agent, now() + within);
      }
    },
    advance() {
      polls.advance(now(), comeDue);
      tickets.advance(now(), (agent) => void sendTicket(agent));
      restarts.advance(now(), restart);
    },
    disturb(within, shares) {
      for (let agent = 0; agent < agents; agent += 1) {
        if (agent < senders && fraction() < shares.tickets) tickets.set(agent, now() + fraction() * within);
        if (fraction() < shares.restarts) restarts.set(agent, now() + fraction() * within);
      }
    },
    openStreams: () => open,
  };
}
