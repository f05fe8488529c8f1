import { expect, test } from 'vitest';
import { createEventStreams } from '../../../../server/http/event-streams.ts';
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
