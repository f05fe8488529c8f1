// The table of figures and goals of all benches. docs/performance.md explains how they are measured.

/** `x` is a ratio to a baseline of the same run. */
type Unit = 'ms' | 'µs' | 'MB' | 'kB' | '%' | 'x' | '/s' | '';

export interface Figure {
  unit: Unit;
  /** the goal; null for a figure without one, such as a baseline */
  goal: { atMost: number } | { atLeast: number } | null;
  /** name of a ratio's baseline */
  baseline?: string;
}

export interface Bench {
  /** name in this folder, without extension */
  file: string;
  /** source of its goals */
  source: string;
  figures: Readonly<Record<string, Figure>>;
}

const upTo = (atMost: number, unit: Unit): Figure => ({ unit, goal: { atMost } });
const from = (atLeast: number, unit: Unit): Figure => ({ unit, goal: { atLeast } });
const ratio = (atMost: number, baseline: string): Figure => ({ unit: 'x', goal: { atMost }, baseline });
const shown = (unit: Unit): Figure => ({ unit, goal: null });

/** Of the console's lists, on either database. */
const CONSOLE = {
  source:
    'input is dealt with within 50 ms, an answer within 100 ms (web.dev, the RAIL model); growth is our own',
  figures: {
    listP95: upTo(50, 'ms'),
    listGrowth: ratio(1.5, 'a tenth'),
    searchP95: upTo(100, 'ms'),
    searchGrowth: ratio(1.5, 'a tenth'),
    devicesP95: upTo(50, 'ms'),
  },
} as const satisfies Omit<Bench, 'file'>;

export const BENCHES = {
  hotkeyToForm: {
    file: 'hotkey-to-form',
    source:
      'our own: a form that is there feels like a bare window; within 100 ms is felt as immediate (Nielsen, Usability Engineering, 1993)',
    figures: {
      floorRatio: ratio(1.2, 'a bare window'),
      ratio: ratio(0.4, 'a window on demand'),
      p50: shown('ms'),
      p95: shown('ms'),
      bareP50: shown('ms'),
      bareP95: shown('ms'),
    },
  },
  submit: {
    file: 'submit',
    source: 'our own: keeping a ticket may cost as much again as writing its bytes',
    figures: {
      p50: shown('ms'),
      p95: shown('ms'),
      ratio: ratio(2, 'a bare transaction'),
      bareP50: shown('ms'),
    },
  },
  idle: {
    file: 'idle',
    source: 'our own: nobody should notice a program that they do not use',
    figures: {
      pssMB: shown('MB'),
      pssP95: shown('MB'),
      ratio: ratio(1.15, 'a bare tray'),
      cpuPercent: upTo(0.3, '%'),
      bareMB: shown('MB'),
      bareCpuPercent: shown('%'),
    },
  },
  mainBlocked: {
    file: 'main-blocked',
    source: 'a task of 50 ms or more is long (W3C, Long Tasks API)',
    figures: {
      max: upTo(50, 'ms'),
      capture: shown('ms'),
      send: shown('ms'),
      firstSync: shown('ms'),
      bare: shown('ms'),
    },
  },
  list: {
    file: 'list',
    source: 'our own: a letter is answered within two frames of a screen of 60 Hz',
    figures: {
      p50: shown('ms'),
      ratio: ratio(1.5, '50 tickets'),
      searchP50: shown('ms'),
      searchP95: upTo(30, 'ms'),
      searchBareP50: shown('ms'),
      searchBareP95: shown('ms'),
      fewP50: shown('ms'),
    },
  },
  delivery: {
    file: 'delivery',
    source:
      'our own: a delivery is committed twice, before it is sent and with its answer, and may cost as much again',
    figures: {
      floorRatio: ratio(4, 'a bare commit'),
      drainRatio: ratio(1.3, 'the ideal'),
      overheadMs: shown('ms'),
      bareMs: shown('ms'),
    },
  },
  intake: {
    file: 'intake',
    source: 'our own: a Monday morning of 100,000 agents, 1 in 100 with a ticket within a minute',
    figures: {
      perS1: shown('/s'),
      perS16: from(500, '/s'),
      p95At16: upTo(60, 'ms'),
      bareRatio: ratio(4, 'bare transactions'),
    },
  },
  'intake-pg': {
    file: 'intake-pg',
    source: 'our own: as intake, with the round trips of another process',
    figures: {
      perS1: shown('/s'),
      perS16: from(300, '/s'),
      p95At16: shown('ms'),
      bareRatio: ratio(4, 'bare transactions'),
    },
  },
  idleSync: {
    file: 'idle-sync',
    source: 'our own: 100,000 agents that call once a minute are 1,667 a second',
    figures: { perS: from(2500, '/s'), cpuMicros: upTo(400, 'µs') },
  },
  console: { file: 'console', ...CONSOLE },
  'console-pg': { file: 'console-pg', ...CONSOLE },
  streams: {
    file: 'streams',
    source: 'our own: the streams of 100,000 agents fit in 1.2 GB, and a round of heartbeats disturbs nobody',
    figures: {
      kBEach: upTo(12, 'kB'),
      heartbeatCpu: upTo(50, 'ms'),
      ratio: ratio(1.3, 'a bare process'),
      bareCpu: shown('ms'),
    },
  },
  memory: {
    file: 'memory',
    source:
      'our own: ordinary traffic does not make memory grow, in MB for 10 minutes. The goals are those of 100,000 tickets and 30 minutes (GUICHET_SOAK_MINUTES=30); without it 10,000 and 3 minutes, of which the slope is rough',
    figures: { rssMB: upTo(300, 'MB'), growth: upTo(1, 'MB'), startMB: shown('MB'), tickets: shown('') },
  },
  package: {
    file: 'package',
    source: 'our own: every sign-in starts it, every update fetches it',
    figures: {
      asarMB: upTo(6, 'MB'),
      startRatio: ratio(1.3, 'a bare tray'),
      startMs: shown('ms'),
      bareMs: shown('ms'),
    },
  },
} as const satisfies Record<string, Bench>;

export type BenchName = keyof typeof BENCHES;
export const BENCH_NAMES = Object.keys(BENCHES) as BenchName[];

export function isBenchName(name: string): name is BenchName {
  return Object.hasOwn(BENCHES, name);
}
