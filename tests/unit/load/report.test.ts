import { expect, test } from 'vitest';
import { parseOptions } from '../../load/options.ts';
import { type Measured, reportLines } from '../../load/report.ts';
import { createTally } from '../../load/tally.ts';

function measured(more: Partial<Measured> = {}): Measured {
  const tally = createTally();
  for (let call = 0; call < 1000; call += 1) tally.synced(10, null);
  tally.synced(10, 'server-unreachable');
  for (let beat = 0; beat < 400; beat += 1) tally.heard();
  return {
    name: 'at rest',
    seconds: 100,
    tallied: tally.take(),
    openStreams: 100,
    servers: [
      { processorSeconds: 3, memoryMB: 150 },
      { processorSeconds: 1, memoryMB: 140 },
    ],
    clientSeconds: 2,
    ...more,
  };
}

function reported(part: Measured, ...args: string[]): string {
  const parsed = parseOptions(args);
  if (!parsed.ok) throw new Error(parsed.problem);
  return reportLines({
    options: parsed.options,
    opened: 100,
    parts: [part],
    databaseBytes: 5 * 1024 * 1024,
  }).join('\n');
}

test('the report says what was simulated, and what was not', () => {
  const text = reported(measured(), '--agents', '1000');
  expect(text).toContain('1000 agents: 900 written to the database as confirmed, 100 enrolled over HTTP.');
  expect(text).toContain(
    '100 keep an event stream open. 900 have none, and call as often as if they had one.',
  );
});

test('it counts calls, failures and heartbeats, and adds up the servers', () => {
  const text = reported(measured());
  expect(text).toMatch(/syncs +10\.0\/s, p50 10\.\d, p95 10\.\d, p99 10\.\d ms/);
  expect(text).toMatch(/heartbeats +4\.0\/s, of 4\.0\/s that are due; streams lost: 0/);
  expect(text).toMatch(/failed +server-unreachable 1/);
  expect(text).toMatch(/servers +3\.0 % of a core, 150 MB; 1\.0 % of a core, 140 MB/);
  expect(text).toMatch(/processor +2\.0 % of 2 cores; 4000 µs for each sync/);
  expect(text).toContain('Database: 5 MB');
});

test('it says that servers of others were not measured', () => {
  expect(reported(measured({ servers: [] }))).toContain('not measured');
});
