// The event stream reconnects after every failure, silent ones included.
import { expect, it } from 'vitest';
import { ok } from '../../../../contract/result.ts';
import { createEventStream } from '../../../../main/http/events.ts';
import { systemChance } from '../../../../main/support/chance.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';

type OpenEvents = Parameters<typeof createEventStream>[0]['client']['openEvents'];

function streamOver(openEvents: OpenEvents) {
  const clock = manualClock();
  const opened: AbortSignal[] = [];
  const events = createEventStream({
    client: {
      openEvents(signal) {
        opened.push(signal);
        return openEvents(signal);
      },
    },
    isEnrolled: () => true,
    clock,
    chance: systemChance,
    onNudge() {},
  });
  return { clock, opened, events };
}

it('a connection without a response is reopened after a minute', async () => {
  const { clock, opened, events } = streamOver(
    (signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ ok: false, error: { code: 'server-unreachable' } }));
      }),
  );
  events.start();
  clock.advance(60_000);
  expect(opened[0]?.aborted).toBe(true);
  await expect.poll(() => clock.nextDue()).not.toBeNull();
  clock.advance(60_000);
  expect(opened).toHaveLength(2);
  events.stop();
});

it('a stream that falls silent is reopened after a minute', async () => {
  const { clock, opened, events } = streamOver(async () => ok(new ReadableStream<Uint8Array>()));
  events.start();
  await expect.poll(() => clock.nextDue()).not.toBeNull();
  clock.advance(60_000);
  expect(opened[0]?.aborted).toBe(true);
  await expect.poll(() => clock.nextDue()).not.toBeNull();
  clock.advance(60_000);
  expect(opened).toHaveLength(2);
  events.stop();
});
