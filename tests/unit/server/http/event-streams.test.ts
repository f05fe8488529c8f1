import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { StaffScope } from '../../../../contract/console.ts';
import { HEARTBEAT } from '../../../../contract/pace.ts';
import { createEventStreams } from '../../../../server/http/event-streams.ts';
import { COUNTS } from '../../../../server/limits/table.ts';
import { createClock } from '../../../fakes/server/clock.ts';

const CONTOSO = 'contoso';

type Streams = ReturnType<typeof createEventStreams>;

function openAgent(streams: Streams, id: string): PassThrough {
  const stream = new PassThrough();
  streams.openAgent({ id, organisationId: CONTOSO }, stream);
  return stream;
}

function openConsole(streams: Streams, tokenHash: string, scope: StaffScope = null): PassThrough {
  const stream = new PassThrough();
  streams.openConsole({ tokenHash, endsAt: Number.MAX_SAFE_INTEGER, scope }, stream);
  return stream;
}

test('a listener that stops reading is dropped, and no longer counts as online', async () => {
  const streams = createEventStreams(createClock());
  const stream = openAgent(streams, 'agent');
  const closed = new Promise((resolve) => stream.once('close', resolve));
  for (let sent = 0; sent < 5000; sent += 1) streams.agents(['agent']);
  await closed;
  expect(await streams.onlineOf(['agent'])).toEqual(new Set());
});

test('an agent with two streams is online until both have closed', async () => {
  const streams = createEventStreams(createClock());
  const [first, second] = [openAgent(streams, 'agent'), openAgent(streams, 'agent')];
  for (const [stream, isOnline] of [[first, true] as const, [second, false] as const]) {
    const closed = new Promise((resolve) => stream.once('close', resolve));
    stream.destroy();
    await closed;
    expect((await streams.onlineOf(['agent', 'other'])).has('agent')).toBe(isOnline);
  }
});

test('one session of staff cannot open streams without end, and another session keeps its own', async () => {
  const streams = createEventStreams(createClock());
  const other = openConsole(streams, 'other');
  const opened = Array.from({ length: COUNTS.streamsOfSession + 3 }, () => openConsole(streams, 'one'));
  const isEnded = (stream: PassThrough) => stream.writableEnded;
  expect(opened.map(isEnded)).toEqual(opened.map((_, index) => index < 3));
  expect(isEnded(other)).toBe(false);
});

test('a heartbeat reaches each stream once in its time, and never many at once', () => {
  const clock = createClock();
  const streams = createEventStreams(clock);
  const opened = Array.from({ length: 100 }, (_, index) => openAgent(streams, `agent ${index}`));
  for (const stream of opened) stream.read();
  const beaten = () => opened.filter((stream) => stream.readableLength > 0).length;
  const counts = Array.from({ length: 25 }, () => {
    clock.advance(HEARTBEAT / 25);
    return beaten();
  });
  expect(counts).toEqual(Array.from({ length: 25 }, (_, index) => 4 * (index + 1)));
  expect(new Set(opened.map((stream) => String(stream.read())))).toEqual(new Set([': still here\n\n']));
});

test('consoles hear of the first agents that come back at once, and of thousands once a second', () => {
  const clock = createClock();
  const streams = createEventStreams(clock);
  const listener = openConsole(streams, 'one');
  listener.read();
  for (let index = 0; index < 1000; index += 1) openAgent(streams, `agent ${index}`);
  const heard = () => String(listener.read() ?? '').split('changed').length - 1;
  expect(heard()).toBe(10);
  clock.advance(1000);
  expect(heard()).toBe(1);
  clock.advance(1000);
  expect(heard()).toBe(0);
});

test('the server stops though a listener neither reads nor closes', async () => {
  const streams = createEventStreams(createClock());
  const [read, unread] = [openAgent(streams, 'reads'), openAgent(streams, 'does not read')];
  read.resume();
  const closed = [read, unread].map((stream) => new Promise((resolve) => stream.once('close', resolve)));
  streams.close();
  await Promise.all(closed);
});

test('a connection that closed while its agent was recognised is not taken for an agent that is online', async () => {
  const streams = createEventStreams(createClock());
  streams.openAgent({ id: 'agent', organisationId: CONTOSO }, new PassThrough().destroy());
  expect(await streams.onlineOf(['agent'])).toEqual(new Set());
});

/** Counts who was told to sync since the last count. */
function counter(opened: readonly PassThrough[]) {
  const told = () => opened.map((stream) => String(stream.read() ?? '').split('event: sync').length - 1);
  told();
  return told;
}

test('however often something may have been missed, each agent is told once in the time of a return, and once after the last', () => {
  const clock = createClock();
  const streams = createEventStreams(clock);
  const opened = Array.from({ length: 50 }, (_, index) => openAgent(streams, `agent ${index}`));
  const told = counter(opened);
  const spread = 60_000;
  const checked: string[] = [];
  const catchUp = () => streams.catchUp(spread, (ids) => checked.push(...ids));
  // one is lost, the others notice, and it says so when it is back
  catchUp();
  catchUp();
  catchUp();
  clock.advance(spread / 2);
  const early = told();
  expect(early.filter((count) => count > 0).length).toBeGreaterThan(20);
  catchUp();
  clock.advance(spread / 2 - 1);
  const first = told().map((count, index) => count + (early[index] ?? 0));
  expect(first).toEqual(opened.map(() => 1));
  // those that were told before the last one are told again, all others were told after it
  clock.advance(10 * spread);
  expect(told()).toEqual(early);
  expect(new Set(checked).size).toBe(50);
  catchUp();
  clock.advance(10 * spread);
  expect(told()).toEqual(opened.map(() => 1));
});

test('a console whose events may have been missed shows its session again', () => {
  const streams = createEventStreams(createClock());
  const console = openConsole(streams, 'one');
  streams.catchUp(60_000, () => {});
  expect(console.writableEnded).toBe(true);
});

test('a console hears of the organisations that its person works for, and of what concerns all', () => {
  const streams = createEventStreams(createClock());
  const [all, own, other] = [
    openConsole(streams, 'all'),
    openConsole(streams, 'own', [CONTOSO]),
    openConsole(streams, 'other', ['fabrikam']),
  ];
  streams.console('tickets', CONTOSO);
  streams.console('releases', null);
  openAgent(streams, 'agent');
  const heard = (stream: PassThrough) =>
    [...String(stream.read()).matchAll(/data: "(\w+)"/g)].map(([, list]) => list);
  expect(heard(all)).toEqual(['tickets', 'releases', 'devices']);
  expect(heard(own)).toEqual(['tickets', 'releases', 'devices']);
  expect(heard(other)).toEqual(['releases']);
});
