// Keeps the event stream open. Each event says "sync now"; losing one costs a minute at most.
import { createParser } from 'eventsource-parser';
import { nextDelay } from '../../contract/next-delay.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import { RETRY_DELAYS } from './retry-delays.ts';
import type { ServerClient } from './server-client.ts';

/** The server writes at once, then at least every 25 s: longer silence means a dead connection. */
const IDLE_TIMEOUT_MS = 60_000;

export interface EventStream {
  /** Connects, if the agent is enrolled and no connection is open. */
  start(): void;
  /** Reconnects at once: after sleep, or when the agent id has changed. */
  restart(): void;
  stop(): void;
}

/** One stream at a time. After it ends, reconnects with backoff. */
export function createEventStream(parts: {
  client: Pick<ServerClient, 'openEvents'>;
  isEnrolled(): boolean;
  clock: Clock;
  chance: Chance;
  /** the server has news, or the connection has ended and a sync would find out why */
  onNudge(): void;
}): EventStream {
  const { client, isEnrolled, clock, chance, onNudge } = parts;
  let connection: AbortController | null = null;
  let cancelRetry = () => {};
  let failures = 0;

  function start(): void {
    if (connection || !isEnrolled()) return;
    cancelRetry();
    connection = new AbortController();
    void listen(connection);
  }

  async function listen(own: AbortController): Promise<void> {
    const cancelTimeout = clock.after(IDLE_TIMEOUT_MS, () => own.abort());
    const opened = await client.openEvents(own.signal);
    cancelTimeout();
    if (opened.ok) {
      await readEvents(opened.value, own, clock, () => {
        failures = 0;
        onNudge();
      });
    }
    if (connection !== own) return;
    connection = null;
    failures += 1;
    cancelRetry = clock.after(nextDelay(failures, chance.fraction(), RETRY_DELAYS), start);
    if (opened.ok) onNudge();
  }

  function stop(): void {
    cancelRetry();
    connection?.abort();
    connection = null;
  }

  return {
    start,
    restart() {
      stop();
      failures = 0;
      start();
    },
    stop,
  };
}

/** Resolves when the stream ends, for whatever reason. */
async function readEvents(
  stream: ReadableStream<Uint8Array>,
  own: AbortController,
  clock: Clock,
  onSync: () => void,
): Promise<void> {
  const parser = createParser({ onEvent: ({ event }) => event === 'sync' && onSync() });
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  own.signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined));
  let cancelTimeout = () => {};
  try {
    while (true) {
      cancelTimeout = clock.after(IDLE_TIMEOUT_MS, () => own.abort());
      const { done, value } = await reader.read();
      cancelTimeout();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
    }
  } catch {
    // Broken or aborted: the caller reconnects.
  } finally {
    cancelTimeout();
  }
}
