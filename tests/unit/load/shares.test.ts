import { describe, expect, it, test } from 'vitest';
import { parseOptions } from '../../load/options.ts';
import { divide, streamsOf } from '../../load/shares.ts';

function streams(openFiles: number, ...args: string[]) {
  const parsed = parseOptions(args);
  if (!parsed.ok) throw new Error(parsed.problem);
  return streamsOf(parsed.options, openFiles);
}

describe('event streams', () => {
  it('are all open where the machine can', () => expect(streams(200_000, '--agents', '9000')).toBe(9000));
  it('are as many as a server may open files, and a rest for others', () => {
    expect(streams(20_000, '--agents', '100000')).toBe(19_000);
  });
  it('are a share when asked for', () => {
    expect(streams(20_000, '--agents', '10000', '--streams', '0.25')).toBe(2500);
  });
  it('are refused in one sentence when the machine cannot have them', () => {
    expect(streams(20_000, '--agents', '100000', '--streams', '1')).toBe(
      '--streams is 1: a process of this machine may open 20000 files, enough for 0.19 here.',
    );
  });
});

describe('client processes', () => {
  const parts = divide({ agents: 100_001, streams: 50_000, enrolling: 10 }, 20_000);
  it('are as many as the sockets need', () => expect(parts).toHaveLength(3));
  it('have all agents, streams and enrolments among them', () => {
    const sum = (of: (part: (typeof parts)[number]) => number) =>
      parts.reduce((total, part) => total + of(part), 0);
    expect([sum(({ count }) => count), sum((part) => part.streams), sum((part) => part.enrolling)]).toEqual([
      100_001, 50_000, 10,
    ]);
  });
  it('follow each other', () => {
    for (const [index, { first }] of parts.entries()) {
      const before = parts[index - 1];
      expect(first).toBe(before ? before.first + before.count : 0);
    }
  });
  test('one is enough without streams', () => {
    expect(divide({ agents: 100_000, streams: 0, enrolling: 0 }, 20_000)).toHaveLength(1);
  });
});
