// The sync with one server: client, sync loop and event stream, started and stopped together.
import type { GuichetError } from '../../contract/errors.ts';
import { Pace } from '../../contract/pace.ts';
import type { Language } from '../../contract/primitives.ts';
import { createEventStream } from '../http/events.ts';
import { createServerClient, type Fetch, type ServerClient } from '../http/server-client.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { createSyncLoop } from './sync-loop.ts';
import { createSyncRound, type SyncRoundParts } from './sync-round.ts';

export interface Sync {
  client: ServerClient;
  start(): void;
  /** Syncs now: there is something to send. */
  kick(): void;
  /** Reconnects after sleep or a network change: open connections cannot be trusted. */
  renew(): void;
  /** Whether a sync round is running. */
  isSending(): boolean;
  stop(): void;
}

interface SyncParts extends Omit<SyncRoundParts, 'client' | 'onEnrolled' | 'onPace'> {
  serverUrl: string;
  fetch: Fetch;
  version: string;
  language(): Language;
  clock: Clock;
  log: Log;
  /** called with the date of each answer, in milliseconds */
  onServerTime(time: number): void;
  /** called after each round; null when the server answered */
  onRound(error: GuichetError | null): void;
}

/** No connection is open before `start`. */
export function createSync(parts: SyncParts): Sync {
  const { serverUrl, fetch, version, language, enrolment, clock, chance, log, onRound } = parts;
  const { credentials } = enrolment;
  const client = createServerClient({
    serverUrl,
    fetch,
    version,
    language,
    credentials,
    onServerTime: parts.onServerTime,
  });
  let pace = Pace.parse(undefined);
  const round = createSyncRound({
    ...parts,
    client,
    onEnrolled: reopen,
    onPace(told) {
      pace = told;
    },
  });
  const stream = createEventStream({
    client,
    isEnrolled: () => credentials() !== null,
    clock,
    onSync: () => loop.news(),
    onLost: () => loop.streamLost(),
  });
  const loop = createSyncLoop({ round, stream, pace: () => pace, clock, chance, log, onRound });

  function reopen(): void {
    stream.close();
    void stream.open();
  }

  return {
    client,
    start() {
      void stream.open();
      loop.kick();
    },
    kick: loop.kick,
    isSending: loop.isRunning,
    renew() {
      reopen();
      loop.kick();
    },
    stop() {
      stream.close();
      loop.stop();
    },
  };
}
