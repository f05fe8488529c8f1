// The open event streams: they tell agents to sync and consoles which list to reload, and carry no data.
import type { Duplex } from 'node:stream';
import type { ConsoleEvent, StaffScope } from '../../contract/console.ts';
import { HEARTBEAT } from '../../contract/pace.ts';
import type { Clock } from '../clock.ts';
import { COUNTS } from '../limits/table.ts';
import { reaches } from '../staff/scope.ts';
import type { Announce } from '../tickets/announce.ts';

/** A round of heartbeats is sent in as many parts, evenly over its time, so that none keeps requests waiting. */
export const SLICES = 25;

const SYNC = Buffer.from('event: sync\ndata: {}\n\n');
const STILL_HERE = Buffer.from(': still here\n\n');
const LISTENING = Buffer.from(': listening\n\n');

/** In bytes. A stream with more unread data is considered dead and closed. */
const MOST_UNREAD = 64 * 1024;

/**
 * How often consoles are told within a slice that agents came or went. Each reads its list again: when thousands come back
 * after a restart, they hear of the others together.
 */
const DEVICES_TOLD = 10;

/** A session of staff that listens. */
interface ListeningSession {
  tokenHash: string;
  /** in milliseconds of the epoch */
  endsAt: number;
  /** it hears of these organisations alone */
  scope: StaffScope;
}

export interface EventStreams extends Announce {
  /** Adds a stream of one agent, unless it has closed already, and sends it a `sync` event. Beyond COUNTS.streamsOfAgent the oldest one is ended. */
  openAgent(agent: { id: string; organisationId: string }, stream: Duplex): void;
  /**
   * Adds a stream of the console, unless it has closed already. It ends with its session, at the latest at `endsAt`. Beyond
   * COUNTS.streamsOfSession the oldest of the session is ended.
   */
  openConsole(session: ListeningSession, stream: Duplex): void;
  /** Ends the streams of a session of staff. */
  endSession(tokenHash: string): void;
  /** Ends the streams of all sessions: each is opened again by whoever still may. */
  endSessions(): void;
  /** Returns those of the agents that have an open stream. */
  onlineOf(agentIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Counts the open streams. */
  count(): { agents: number; consoles: number };
  /**
   * Something may have been missed. Every agent is told to sync, evenly over `spread` milliseconds, and however often this is
   * called, once in that time: each call makes it go on until all have been told after it. Consoles are ended at once: each
   * opens its stream again where its session still may, and reads its lists then. `onTold` gets the agents of each part.
   */
  catchUp(spread: number, onTold: (agentIds: readonly string[]) => void): void;
  /** Ends all streams, so that the server can stop: agents come back over the time that their pace says. */
  close(): void;
}

export function createEventStreams(clock: Clock): EventStreams {
  const agents = new Map<string, Set<Duplex>>();
  const consoles = new Map<Duplex, ListeningSession>();
  /** with the agent of each stream; null for a console */
  const slices = Array.from({ length: SLICES }, () => new Map<Duplex, string | null>());
  let opened = 0;
  let closed = 0;
  let beats = 0;
  let devicesChanges = 0;
  let cancelBeat: (() => void) | null = null;
  let isCatchingUp = false;
  let slicesToCatchUp = 0;
  let nextSlice = 0;

  function add(stream: Duplex, agentId: string | null, forgetIt: () => void): void {
    const slice = slices[opened % SLICES];
    opened += 1;
    slice?.set(stream, agentId);
    stream.once('close', () => {
      closed += 1;
      slice?.delete(stream);
      forgetIt();
    });
    cancelBeat ??= clock.after(HEARTBEAT / SLICES, beat);
  }

  function endConsoles(isOver: (session: ListeningSession) => boolean): void {
    for (const [stream, session] of consoles) if (isOver(session)) end(stream);
  }

  function beat(): void {
    const now = clock.now().getTime();
    endConsoles(({ endsAt }) => endsAt <= now);
    for (const stream of slices[beats % SLICES]?.keys() ?? []) send(stream, STILL_HERE);
    beats += 1;
    if (devicesChanges > DEVICES_TOLD) announceConsole('devices', null);
    devicesChanges = 0;
    cancelBeat = opened > closed ? clock.after(HEARTBEAT / SLICES, beat) : null;
  }

  function announceConsole(list: ConsoleEvent, organisationId: string | null): void {
    if (consoles.size === 0) return;
    const event = Buffer.from(`event: changed\ndata: ${JSON.stringify(list)}\n\n`);
    for (const [stream, { scope }] of consoles)
      if (organisationId === null || reaches(scope, organisationId)) send(stream, event);
  }

  function tell(agentIds: readonly string[]): void {
    for (const agentId of agentIds) for (const stream of agents.get(agentId) ?? []) send(stream, SYNC);
  }

  function catchUpNext(spread: number, onTold: (agentIds: readonly string[]) => void): void {
    isCatchingUp = slicesToCatchUp > 0;
    if (!isCatchingUp) return;
    const told = new Set<string>();
    for (const [stream, agentId] of slices[nextSlice] ?? []) {
      if (agentId === null) continue;
      send(stream, SYNC);
      told.add(agentId);
    }
    nextSlice = (nextSlice + 1) % SLICES;
    slicesToCatchUp -= 1;
    clock.after(spread / SLICES, () => catchUpNext(spread, onTold));
    if (told.size > 0) onTold([...told]);
  }

  function devicesChanged(organisationId: string): void {
    devicesChanges += 1;
    if (devicesChanges <= DEVICES_TOLD) announceConsole('devices', organisationId);
  }

  function forget(agentId: string, organisationId: string, stream: Duplex): void {
    const streams = agents.get(agentId);
    if (!streams?.delete(stream) || streams.size > 0) return;
    agents.delete(agentId);
    devicesChanged(organisationId);
  }

  return {
    openAgent({ id: agentId, organisationId }, stream) {
      if (stream.destroyed) return;
      const streams = agents.get(agentId) ?? new Set();
      agents.set(agentId, streams.add(stream));
      endOldest(streams, COUNTS.streamsOfAgent);
      add(stream, agentId, () => forget(agentId, organisationId, stream));
      send(stream, SYNC);
      if (streams.size === 1) devicesChanged(organisationId);
    },
    openConsole(session, stream) {
      if (stream.destroyed) return;
      consoles.set(stream, session);
      const ofSession = [...consoles].filter(([, { tokenHash }]) => tokenHash === session.tokenHash);
      endOldest(
        ofSession.map(([one]) => one),
        COUNTS.streamsOfSession,
      );
      add(stream, null, () => consoles.delete(stream));
      send(stream, LISTENING);
    },
    endSession: (ended) => endConsoles(({ tokenHash }) => tokenHash === ended),
    endSessions: () => endConsoles(() => true),
    onlineOf: async (agentIds) => new Set(agentIds.filter((id) => agents.has(id))),
    count() {
      let ofAgents = 0;
      for (const streams of agents.values()) ofAgents += streams.size;
      return { agents: ofAgents, consoles: consoles.size };
    },
    agents: tell,
    dismiss(agentIds) {
      for (const agentId of agentIds) for (const stream of agents.get(agentId) ?? []) end(stream);
    },
    console: announceConsole,
    catchUp(spread, onTold) {
      endConsoles(() => true);
      // those that were told before have come back too early: it is their turn again when the others have been told
      slicesToCatchUp = SLICES;
      if (!isCatchingUp) catchUpNext(spread, onTold);
    },
    close() {
      cancelBeat?.();
      for (const stream of slices.flatMap((slice) => [...slice.keys()])) {
        // a listener that does not read would keep the server from stopping
        if (stream.writableLength > 0) stream.destroy();
        else end(stream);
      }
    },
  };
}

function send(stream: Duplex, event: Buffer): void {
  if (stream.writableEnded || stream.destroyed) return;
  if (stream.writableLength + stream.readableLength > MOST_UNREAD) stream.destroy();
  else stream.write(event);
}

/** The client's end of the connection is not waited for. */
function end(stream: Duplex): void {
  stream.end(() => stream.destroy());
}

/** The newest stream is the one that is read: the others may be what a broken network left, which nobody closes. */
function endOldest(streams: Iterable<Duplex>, kept: number): void {
  const open = [...streams].filter((stream) => !stream.writableEnded);
  for (const stream of open.slice(0, -kept)) end(stream);
}
