// The event stream: each event says "sync now". Losing one costs nothing but time, because the agent polls too.
import { createParser } from 'eventsource-parser';
import { SECOND } from '../../contract/clock.ts';
import { LONGEST_SILENCE } from '../../contract/pace.ts';
import type { Clock } from '../support/clock.ts';
import type { ServerClient } from './server-client.ts';

/** The server sends an event at once. A proxy that buffers the stream keeps it back: then there is none. In milliseconds. */
const FIRST_EVENT_WITHIN = 15 * SECOND;

export interface EventStream {
  /** Whether events arrive. */
  isOpen(): boolean;
  /**
   * Connects, if the agent is enrolled and no connection is there. True once the first event has come, of which `onSync`
   * was told before; false when none will come. Opening it again is up to the caller.
   */
  open(): Promise<boolean>;
  /** Ends the connection, which is not told as lost. */
  close(): void;
}

interface Connection {
  abort: AbortController;
  opened: Promise<boolean>;
  /** answers `opened`; later answers have no effect */
  answer(isOpen: boolean): void;
  isOpen: boolean;
}

/** Not with Promise.withResolvers, which the runtime of the window tests does not have. */
function newConnection(): Connection {
  let answer: Connection['answer'] = () => {};
  const opened = new Promise<boolean>((resolve) => {
    answer = resolve;
  });
  return { abort: new AbortController(), opened, answer, isOpen: false };
}

/** One stream at a time. */
export function createEventStream(parts: {
  client: Pick<ServerClient, 'openEvents'>;
  isEnrolled(): boolean;
  clock: Clock;
  /** the server has news, or the stream has just opened: earlier events may be lost */
  onSync(): void;
  /** a stream that was open has ended, broken or fallen silent */
  onLost(): void;
}): EventStream {
  const { client, isEnrolled, clock, onSync, onLost } = parts;
  let connection: Connection | null = null;

  async function listen(own: Connection): Promise<void> {
    const { signal } = own.abort;
    const cancelTimeout = clock.after(FIRST_EVENT_WITHIN, () => own.abort.abort());
    const answer = await client.openEvents(signal);
    if (answer.ok) {
      await readEvents(answer.value, own.abort, clock, () => {
        cancelTimeout();
        if (connection !== own) return;
        own.isOpen = true;
        onSync();
        own.answer(true);
      });
    }
    cancelTimeout();
    own.answer(false);
    if (connection !== own) return;
    connection = null;
    if (own.isOpen) onLost();
  }

  return {
    isOpen: () => connection?.isOpen ?? false,
    async open() {
      if (!isEnrolled()) return false;
      if (!connection) {
        connection = newConnection();
        void listen(connection);
      }
      return connection.opened;
    },
    close() {
      connection?.abort.abort();
      connection?.answer(false);
      connection = null;
    },
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
      cancelTimeout = clock.after(LONGEST_SILENCE, () => own.abort());
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
