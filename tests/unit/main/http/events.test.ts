// The event stream: when it counts as open, and how its end is noticed, silent or not.
import { expect, it } from 'vitest';
import { HEARTBEAT, LONGEST_SILENCE } from '../../../../contract/pace.ts';
import { ok, type Result } from '../../../../contract/result.ts';
import { createEventStream } from '../../../../main/http/events.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';

type Bytes = ReadableStream<Uint8Array>;

/** A stream over a server that the test plays. `said` has what the agent was told, in order. */
function streamOver(answer: (signal: AbortSignal) => Promise<Result<Bytes>>) {
  const clock = manualClock();
  const signals: AbortSignal[] = [];
  const said: string[] = [];
  const stream = createEventStream({
    client: {
      openEvents(signal) {
        signals.push(signal);
        return answer(signal);
      },
    },
    isEnrolled: () => true,
    clock,
    onSync: () => void said.push('sync'),
    onLost: () => void said.push('lost'),
  });
  return { clock, signals, said, stream };
}

function speakingServer() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const answer = async () =>
    ok(
      new ReadableStream<Uint8Array>({
        start(opened) {
          controller = opened;
        },
      }),
    );
  return {
    ...streamOver(answer),
    say: (text: string) => controller?.enqueue(new TextEncoder().encode(text)),
    end: () => controller?.close(),
  };
}

const SYNC = 'event: sync\ndata: {}\n\n';

it('is open with its first event, of which is told before, and reports its end once', async () => {
  const { stream, said, say, end } = speakingServer();
  const opening = stream.open();
  expect(stream.isOpen()).toBe(false);
  await expect.poll(() => say(SYNC)).toBeUndefined();
  expect(await opening).toBe(true);
  expect(said[0]).toBe('sync');
  expect(stream.isOpen()).toBe(true);
  end();
  await expect.poll(() => said.at(-1)).toBe('lost');
  expect(stream.isOpen()).toBe(false);
  expect(said.filter((word) => word === 'lost')).toHaveLength(1);
});

it('a server that does not answer is given up, and the stream can be opened again', async () => {
  const { clock, signals, said, stream } = streamOver(
    (signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ ok: false, error: { code: 'server-unreachable' } }));
      }),
  );
  const opening = stream.open();
  await expect.poll(() => clock.nextDue()).not.toBeNull();
  clock.advance(60_000);
  expect(await opening).toBe(false);
  expect(signals[0]?.aborted).toBe(true);
  void stream.open();
  expect(signals).toHaveLength(2);
  expect(said).toEqual([]);
  stream.close();
});

it('a proxy that keeps the events back is given up: only events make a stream open', async () => {
  const { clock, signals, stream } = speakingServer();
  const opening = stream.open();
  await expect.poll(() => clock.nextDue()).not.toBeNull();
  clock.advance(15_000);
  expect(await opening).toBe(false);
  expect(signals[0]?.aborted).toBe(true);
  expect(stream.isOpen()).toBe(false);
});

it('a stream that falls silent is lost after two heartbeats, and heartbeats keep it', async () => {
  const { clock, signals, said, stream, say } = speakingServer();
  const opening = stream.open();
  say(SYNC);
  await opening;
  const waits = () => clock.nextDue() === LONGEST_SILENCE;
  for (let beat = 0; beat < 5; beat += 1) {
    await expect.poll(waits).toBe(true);
    clock.advance(HEARTBEAT);
    say(': still here\n\n');
  }
  await expect.poll(waits).toBe(true);
  expect(said).toEqual(['sync']);
  clock.advance(2 * HEARTBEAT);
  expect(signals[0]?.aborted).toBe(false);
  clock.advance(LONGEST_SILENCE - 2 * HEARTBEAT);
  expect(signals[0]?.aborted).toBe(true);
  await expect.poll(() => said).toEqual(['sync', 'lost']);
});

it('a stream that the agent closes is not lost', async () => {
  const { said, stream, say } = speakingServer();
  const opening = stream.open();
  say(SYNC);
  await opening;
  stream.close();
  void stream.open();
  stream.close();
  expect(said).toEqual(['sync']);
});
