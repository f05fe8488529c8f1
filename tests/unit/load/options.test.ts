import { describe, expect, it, test } from 'vitest';
import { parseOptions } from '../../load/options.ts';

const DATABASE = 'postgres://guichet:secret@127.0.0.1/guichet';

test('without options, 10,000 agents call one server for three minutes', () => {
  expect(parseOptions([])).toEqual({
    ok: true,
    options: {
      agents: 10_000,
      servers: 1,
      urls: [],
      database: null,
      streams: null,
      othersAsStreaming: true,
      minutes: 3,
      enrolling: 1000,
      tickets: 0.01,
      restarts: 0.05,
      pictureBytes: 204_800,
    },
  });
});

test('several servers share one database', () => {
  const parsed = parseOptions([
    '--agents',
    '100000',
    '--servers',
    '2',
    `--database=${DATABASE}`,
    '--pace',
    'polling',
  ]);
  expect(parsed).toMatchObject({
    options: { agents: 100_000, servers: 2, database: DATABASE, othersAsStreaming: false },
  });
});

test('running servers are called instead of own ones', () => {
  const parsed = parseOptions(['--url', 'http://a:1/', '--url', 'http://b:2', '--database', DATABASE]);
  expect(parsed).toMatchObject({ options: { servers: 0, urls: ['http://a:1', 'http://b:2'] } });
});

test('no more agents enrol than there are', () => {
  expect(parseOptions(['--agents', '5', '--enrol', '50'])).toMatchObject({ options: { enrolling: 5 } });
});

describe('one sentence says what cannot be used', () => {
  it.each([
    [['--agents', '0'], '--agents is "0": expected a whole number from 1 to 1000000.'],
    [['--agents', 'many'], '--agents is "many": expected a whole number from 1 to 1000000.'],
    [['--streams', '2'], '--streams is "2": expected a share from 0 to 1.'],
    [['--minutes=-1'], '--minutes is "-1": expected a number from 0.1 to 600.'],
    [['--pace', 'slow'], '--pace is "slow": expected streaming or polling.'],
    [['--agents'], '--agents lacks its value: --help says what it may be.'],
    [['--agent', '1'], 'There is no option --agent: --help lists them.'],
    [['100'], 'There is no option "100": --help lists them.'],
    [
      ['--url', 'http://a'],
      '--url needs --database: the agents are written to the database of those servers.',
    ],
    [
      ['--url', 'a', '--database', DATABASE],
      '--url is "a": expected an address such as http://127.0.0.1:8080.',
    ],
    [['--url', 'http://a', '--servers', '1'], '--url and --servers exclude each other: leave one out.'],
  ])('%j', (args, problem) => expect(parseOptions(args)).toEqual({ ok: false, problem }));

  it('without the password of a database', () => {
    const parsed = parseOptions(['--database', 'mysql://root:secret@127.0.0.1']);
    expect(parsed).toMatchObject({ ok: false });
    expect(JSON.stringify(parsed)).not.toContain('secret');
  });
});
