import { PassThrough, type Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createEventStreams } from '../../../../server/http/event-streams.ts';
import { COUNTS } from '../../../../server/limits/table.ts';
import { createClock } from '../../../fakes/server/clock.ts';

test('a listener that stops reading is dropped, and no longer counts as online', async () => {
  const streams = createEventStreams(createClock());
  const stream = streams.openAgent('agent');
  const closed = new Promise((resolve) => stream.once('close', resolve));
  for (let sent = 0; sent < 5000; sent += 1) streams.agents(['agent']);
  await closed;
  expect(streams.isOnline('agent')).toBe(false);
});

test('an agent with two streams is online until both have closed', async () => {
  const streams = createEventStreams(createClock());
  const [first, second] = [streams.openAgent('agent'), streams.openAgent('agent')];
  for (const [stream, isOnline] of [[first, true] as const, [second, false] as const]) {
    const closed = new Promise((resolve) => stream.once('close', resolve));
    stream.destroy();
    await closed;
    expect(streams.isOnline('agent')).toBe(isOnline);
  }
});

test('one session of staff cannot open streams without end, and another session keeps its own', async () => {
  const streams = createEventStreams(createClock());
  const other = streams.openConsole({ tokenHash: 'other', endsAt: Number.MAX_SAFE_INTEGER });
  const opened = Array.from({ length: COUNTS.streamsOfSession + 3 }, () =>
    streams.openConsole({ tokenHash: 'one', endsAt: Number.MAX_SAFE_INTEGER }),
  );
  const isEnded = (stream: Readable) => stream instanceof PassThrough && stream.writableEnded;
  expect(opened.map(isEnded)).toEqual(opened.map((_, index) => index < 3));
  expect(isEnded(other)).toBe(false);
});
