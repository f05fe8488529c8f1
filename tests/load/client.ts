// One client process of the simulation: many virtual agents, started by the simulation with a share of them.
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { SECOND } from '../../contract/clock.ts';
import type { Pace } from '../../contract/pace.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { CommandEnvelope } from '../../contract/sync.ts';
import type { Attachment } from '../../contract/ticket.ts';
import { type AgentCalls, type Caller, createAgentCalls } from './agent-calls.ts';
import { openAgentStream } from './agent-stream.ts';
import type { FromClient, Share, ToClient } from './client-messages.ts';
import { createHttp } from './http.ts';
import { identityOf, idOf, keyOf, organisationOf, secretOf } from './identities.ts';
import { type AgentActs, createPopulation, type Population } from './population.ts';
import { createTally, type Tally } from './tally.ts';

/** How often the population is asked what is due, in milliseconds: the tick of its wheels. */
const TICK = 20;
/** New agents of one address: a server admits 120 within a minute. */
const ENROLLED_FROM_ADDRESS = 100;
const STREAMS_OF_ADDRESS = 20_000;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

const tally = createTally();
const say = (message: FromClient) => process.send?.(message);

/**
 * The address from which to open a stream, undefined for the usual one. On the loopback network each has ports for only
 * 28,000 connections to one server. The usual one is faster: with another, Linux searches for a free port before it connects.
 */
function addressOf({ urls, process: number, streams }: Share, agent: number): string | undefined {
  const block = Math.floor((number * streams + agent) / (STREAMS_OF_ADDRESS * urls.length));
  return block > 0 && isLoopback(urls) ? `127.0.0.${1 + block}` : undefined;
}

const isLoopback = (urls: readonly string[]) => urls.every((url) => new URL(url).hostname === '127.0.0.1');

/** Enrols the last of the share, one after the other. Returns their ids, or a sentence. */
async function enrolLast(calls: AgentCalls, share: Share): Promise<string[] | string> {
  const { run, urls, first, count, enrolling } = share;
  const ids: string[] = [];
  for (let agent = first + count - enrolling; agent < first + count; agent += 1) {
    const body = {
      enrolmentKey: keyOf(run, organisationOf(run, agent)),
      secret: secretOf(run, agent),
      identity: identityOf(agent),
      agentVersion: '1.0.0',
    };
    const block = Math.floor(ids.length / ENROLLED_FROM_ADDRESS);
    const from = isLoopback(urls) ? `127.${1 + share.process}.0.${1 + block}` : undefined;
    const enrolled = await calls.enrol(urls[agent % urls.length] ?? '', body, from);
    if (!enrolled.ok) return `Agent ${agent} could not enrol: ${enrolled.error.code}.`;
    ids.push(enrolled.value);
  }
  return ids;
}

function createActs(calls: AgentCalls, share: Share, enrolled: readonly string[]): AgentActs {
  const { run, urls, first, count } = share;
  const cursors = new Int32Array(count);
  const sockets: (Socket | undefined)[] = [];

  function callerOf(agent: number): Caller {
    const number = first + agent;
    return {
      url: urls[number % urls.length] ?? '',
      agentId: enrolled[agent - (count - enrolled.length)] ?? idOf(run, 'agent', number),
      secret: secretOf(run, number),
    };
  }

  async function sync(agent: number, commands: readonly CommandEnvelope[] = []): Promise<Result<Pace>> {
    const answer = await calls.sync(callerOf(agent), cursors[agent] ?? 0, commands);
    if (!answer.ok) {
      if (answer.error.code === 'cursor-ahead') cursors[agent] = 0;
      return answer;
    }
    const { cursor, more, pace, results } = answer.value;
    // answers may overtake each other
    cursors[agent] = Math.max(cursors[agent] ?? 0, cursor);
    const refused = results.find((result) => result.outcome !== 'accepted');
    if (refused) return err(refused.error.code);
    return more ? sync(agent) : ok(pace);
  }

  async function sendTicket(agent: number): Promise<Result<Pace>> {
    const number = first + agent;
    const picture = await calls.upload(callerOf(agent), pictureOf(share, number));
    return picture.ok ? sync(agent, [ticketOf(share, number, picture.value)]) : picture;
  }

  return {
    sync,
    sendTicket,
    openStream(agent, { onSync, onLost }) {
      const former = sockets[agent];
      const socket = openAgentStream(callerOf(agent), addressOf(share, agent), {
        onSync,
        onHeartbeat: tally.heard,
        onEnd: () => sockets[agent] === socket && onLost(),
      });
      sockets[agent] = socket;
      former?.destroy();
    },
  };
}

/** As large as asked for, and another for each agent. */
function pictureOf({ run, pictureBytes }: Share, number: number): Buffer {
  const noise = createHash('shake256', { outputLength: pictureBytes - PNG.length });
  return Buffer.concat([PNG, noise.update(`${run.seed} picture ${number}`).digest()]);
}

function ticketOf({ run }: Share, number: number, picture: Attachment): CommandEnvelope {
  const body = {
    ticketKind: 'incident',
    title: `Simulated ${number}`,
    description: 'The printer of the second floor prints every page twice. '.repeat(8),
    attachments: [picture],
  };
  const submittedAt = new Date(run.beganAt).toISOString();
  return { key: idOf(run, 'ticket', number), kind: 'create-ticket', submittedAt, body };
}

/** Enrols, learns the pace, and begins. Returns a sentence when it cannot. */
async function start(share: Share, counted: Tally): Promise<Population | string> {
  const calls = createAgentCalls(createHttp());
  const enrolled = await enrolLast(calls, share);
  if (typeof enrolled === 'string') return enrolled;
  const acts = createActs(calls, share, enrolled);
  const pace = await acts.sync(0);
  if (!pace.ok) return `The first agent could not sync: ${pace.error.code}.`;
  const population = createPopulation({
    acts,
    agents: share.count,
    streams: share.streams,
    senders: share.count - share.enrolling,
    othersAsStreaming: share.othersAsStreaming,
    pace: pace.value,
    now: () => performance.now(),
    fraction: Math.random,
    tally: counted,
  });
  population.start();
  setInterval(population.advance, TICK);
  setInterval(() => say({ said: 'open', streams: population.openStreams() }), SECOND);
  return population;
}

let population: Population | null = null;

async function carryOut(message: ToClient): Promise<void> {
  switch (message.do) {
    case 'start': {
      const started = await start(message.share, tally);
      if (typeof started === 'string') return void say({ said: 'failed', problem: started });
      population = started;
      return void say({ said: 'started' });
    }
    case 'disturb':
      return population?.disturb(message.within, message.shares);
    case 'count': {
      const { user, system } = process.cpuUsage();
      return void say({ said: 'counted', tallied: tally.take(), processorSeconds: (user + system) / 1e6 });
    }
  }
}

process.on('message', (message) => void carryOut(message as ToClient));
// its simulation has ended
process.on('disconnect', () => process.exit());
