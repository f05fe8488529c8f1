// The open event streams: they tell agents to sync and consoles which list to reload, and carry no data.
import { PassThrough, type Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { ConsoleEvent } from '../../contract/console.ts';
import { type Clock, SECOND } from '../clock.ts';
import { COUNTS } from '../limits/table.ts';
import type { Announce } from '../tickets/announce.ts';

const HEARTBEAT = 25 * SECOND;
const SYNC = 'event: sync\ndata: {}\n\n';

/** In bytes. A stream with more unread data is considered dead and closed. */
const MOST_UNREAD = 64 * 1024;

export interface EventStreams extends Announce {
  /** Opens a stream for one agent; it starts with a `sync` event. Beyond COUNTS.streamsOfAgent the oldest one is ended. */
  openAgent(agentId: string): Readable;
  /**
   * Opens a stream of the console. It ends with its session, at the latest at `endsAt` in milliseconds of the epoch. Beyond
   * COUNTS.streamsOfSession the oldest of the session is ended.
   */
  openConsole(session: { tokenHash: string; endsAt: number }): Readable;
  /** Ends the streams of a session of staff. */
  endSession(tokenHash: string): void;
  /** Ends the streams of all sessions: each is opened again by whoever still may. */
  endSessions(): void;
  isOnline(agentId: string): boolean;
  /** Counts the open streams. */
  count(): { agents: number; consoles: number };
  /** Ends all streams, so that the server can stop. */
  close(): void;
}

export function createEventStreams(clock: Clock): EventStreams {
  const agents = new Map<string, Set<PassThrough>>();
  const consoles = new Map<PassThrough, { tokenHash: string; endsAt: number }>();
  let cancelHeartbeat = clock.after(HEARTBEAT, heartbeat);

  function everyStream(): PassThrough[] {
    return [...consoles.keys(), ...[...agents.values()].flatMap((streams) => [...streams])];
  }

  function endConsoles(isOver: (session: { tokenHash: string; endsAt: number }) => boolean): void {
    for (const [stream, session] of consoles) if (isOver(session)) stream.end();
  }

  function heartbeat(): void {
    const now = clock.now().getTime();
    endConsoles(({ endsAt }) => endsAt <= now);
    for (const stream of everyStream()) send(stream, ': still here\n\n');
    cancelHeartbeat = clock.after(HEARTBEAT, heartbeat);
  }

  function announceConsole(list: ConsoleEvent): void {
    for (const stream of consoles.keys()) send(stream, `event: changed\ndata: ${JSON.stringify(list)}\n\n`);
  }

  function forget(agentId: string, stream: PassThrough): void {
    const streams = agents.get(agentId);
    if (!streams?.delete(stream) || streams.size > 0) return;
    agents.delete(agentId);
    announceConsole('devices');
  }

  return {
    openAgent(agentId) {
      const stream = new PassThrough();
      const streams = agents.get(agentId) ?? new Set();
      agents.set(agentId, streams.add(stream));
      endOldest(streams, COUNTS.streamsOfAgent);
      stream.once('close', () => forget(agentId, stream));
      send(stream, SYNC);
      if (streams.size === 1) announceConsole('devices');
      return stream;
    },
    openConsole(session) {
      const stream = new PassThrough();
      consoles.set(stream, session);
      const ofSession = [...consoles].filter(([, { tokenHash }]) => tokenHash === session.tokenHash);
      endOldest(
        ofSession.map(([one]) => one),
        COUNTS.streamsOfSession,
      );
      stream.once('close', () => consoles.delete(stream));
      send(stream, ': listening\n\n');
      return stream;
    },
    endSession: (ended) => endConsoles(({ tokenHash }) => tokenHash === ended),
    endSessions: () => endConsoles(() => true),
    isOnline: (agentId) => agents.has(agentId),
    count() {
      let ofAgents = 0;
      for (const streams of agents.values()) ofAgents += streams.size;
      return { agents: ofAgents, consoles: consoles.size };
    },
    agents(agentIds) {
      for (const agentId of agentIds) for (const stream of agents.get(agentId) ?? []) send(stream, SYNC);
    },
    dismiss(agentIds) {
      for (const agentId of agentIds) for (const stream of agents.get(agentId) ?? []) stream.end();
    },
    console: announceConsole,
    close() {
      cancelHeartbeat();
      for (const stream of everyStream()) stream.end();
    },
  };
}

function send(stream: PassThrough, text: string): void {
  if (stream.writableEnded || stream.destroyed) return;
  if (stream.writableLength + stream.readableLength > MOST_UNREAD) stream.destroy();
  else stream.write(text);
}

/** The newest stream is the one that is read: the others may be what a broken network left, which nobody closes. */
function endOldest(streams: Iterable<PassThrough>, kept: number): void {
  const open = [...streams].filter((stream) => !stream.writableEnded);
  for (const stream of open.slice(0, -kept)) stream.end();
}

/** Sends an event stream, with headers that prevent caching and the buffering of reverse proxies. */
export function sendEvents(reply: FastifyReply, stream: Readable): FastifyReply {
  return reply
    .type('text/event-stream')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(stream);
}
