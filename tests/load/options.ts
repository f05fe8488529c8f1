// The options of the simulation.
import { parseArgs } from 'node:util';

export interface Options {
  agents: number;
  /** processes to start; 0 when `urls` name running ones */
  servers: number;
  urls: readonly string[];
  /** null: SQLite in a folder of its own, or for several servers a PostgreSQL of their own */
  database: string | null;
  /** share of the agents that keep an event stream open; null: as many as the machine can */
  streams: number | null;
  /** the others call as often as if they had one */
  othersAsStreaming: boolean;
  /** of each part of the simulation */
  minutes: number;
  /** agents that enrol over HTTP; the others are written to the database */
  enrolling: number;
  /** shares of the agents that send a ticket with a picture, and restart, while the second part runs */
  tickets: number;
  restarts: number;
  pictureBytes: number;
}

export type ParsedOptions =
  | { ok: true; options: Options }
  /** one sentence */
  | { ok: false; problem: string };

const KILOBYTE = 1024;

export const HELP = `Usage: npm run simulate -- [options]

Simulates agents that call servers as real ones do, and prints what that takes.

  --agents N         virtual agents, 1 to 1000000 (10000)
  --servers N        servers of this repository to start, 1 to 16 (1)
  --database URL     PostgreSQL database to fill, which must be empty (without it: SQLite in a temporary folder, or for
                     several servers a PostgreSQL that is started for them)
  --url URL          server that runs on --database already, instead of --servers; can be repeated
  --streams SHARE    share of the agents that keep an event stream open, 0 to 1 (as many as the machine can)
  --pace PACE        streaming: agents without a stream call as often as if they had one; polling: as the server
                     tells those without one (streaming)
  --minutes N        length of each of the two parts: at rest, then with tickets and restarts; 0.1 to 600 (3)
  --enrol N          agents that enrol over HTTP, 0 to 10000 (1000, at most a tenth); the others are written to the database
  --tickets SHARE    share of the agents that send a ticket with a picture in the second part (0.01)
  --restarts SHARE   share of the agents that restart in it (0.05)
  --picture KB       size of a picture, 1 to 10240 (200)
  --help             show this`;

const OPTIONS = {
  agents: { type: 'string', default: '10000' },
  servers: { type: 'string' },
  database: { type: 'string' },
  url: { type: 'string', multiple: true, default: [] as string[] },
  streams: { type: 'string' },
  pace: { type: 'string', default: 'streaming' },
  minutes: { type: 'string', default: '3' },
  enrol: { type: 'string' },
  tickets: { type: 'string', default: '0.01' },
  restarts: { type: 'string', default: '0.05' },
  picture: { type: 'string', default: '200' },
} as const;

/** The sentence is the message. */
class Unusable extends Error {}

/** Parses the arguments, without `--help`. */
export function parseOptions(args: readonly string[]): ParsedOptions {
  try {
    return { ok: true, options: optionsOf(args) };
  } catch (failure) {
    if (failure instanceof Unusable) return { ok: false, problem: failure.message };
    throw failure;
  }
}

function optionsOf(args: readonly string[]): Options {
  const values = split(args);
  const whole = (name: string, text: string, least: number, most: number) =>
    numberOf(name, text, { pattern: /^\d+$/, kind: 'a whole number', least, most });
  const share = (name: string, text: string) =>
    numberOf(name, text, { pattern: /^\d*\.?\d+$/, kind: 'a share', least: 0, most: 1 });
  const agents = whole('agents', values.agents, 1, 1_000_000);
  if (values.pace !== 'streaming' && values.pace !== 'polling')
    throw new Unusable(`--pace is ${JSON.stringify(values.pace)}: expected streaming or polling.`);
  return {
    agents,
    ...serversOf(values, whole('servers', values.servers ?? '1', 1, 16)),
    streams: values.streams === undefined ? null : share('streams', values.streams),
    othersAsStreaming: values.pace === 'streaming',
    minutes: numberOf('minutes', values.minutes, {
      pattern: /^\d*\.?\d+$/,
      kind: 'a number',
      least: 0.1,
      most: 600,
    }),
    enrolling: Math.min(
      agents,
      whole('enrol', values.enrol ?? String(Math.min(1000, Math.floor(agents / 10))), 0, 10_000),
    ),
    tickets: share('tickets', values.tickets),
    restarts: share('restarts', values.restarts),
    pictureBytes: whole('picture', values.picture, 1, 10_240) * KILOBYTE,
  };
}

function split(args: readonly string[]) {
  const { values, tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional' || !Object.hasOwn(OPTIONS, token.name))
      throw new Unusable(
        `There is no option ${token.kind === 'option' ? token.rawName : JSON.stringify(token.value)}: --help lists them.`,
      );
    if (token.value === undefined)
      throw new Unusable(`${token.rawName} lacks its value: --help says what it may be.`);
  }
  return values as { [K in keyof typeof OPTIONS]: Values[K] };
}

type Optional = 'servers' | 'database' | 'streams' | 'enrol';
type Values = Record<Exclude<keyof typeof OPTIONS, Optional | 'url'>, string> &
  Record<Optional, string | undefined> & { url: string[] };

function serversOf({ servers, url, database }: Pick<Values, 'servers' | 'url' | 'database'>, count: number) {
  if (url.length > 0 && servers !== undefined)
    throw new Unusable('--url and --servers exclude each other: leave one out.');
  const wrong = url.find((address) => !isAddress(address, /^https?:$/));
  // may have a password
  if (database !== undefined && !isAddress(database, /^postgres(ql)?:$/))
    throw new Unusable(
      '--database is not usable: expected an address such as postgres://user:password@127.0.0.1/guichet.',
    );
  if (wrong !== undefined)
    throw new Unusable(
      `--url is ${JSON.stringify(wrong)}: expected an address such as http://127.0.0.1:8080.`,
    );
  if (url.length > 0 && database === undefined)
    throw new Unusable('--url needs --database: the agents are written to the database of those servers.');
  return {
    servers: url.length > 0 ? 0 : count,
    urls: url.map((address) => address.replace(/\/+$/, '')),
    database: database ?? null,
  };
}

function isAddress(text: string, protocol: RegExp): boolean {
  return URL.canParse(text) && protocol.test(new URL(text).protocol);
}

interface Expected {
  pattern: RegExp;
  kind: string;
  least: number;
  most: number;
}

function numberOf(name: string, text: string, { pattern, kind, least, most }: Expected): number {
  const value = pattern.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Unusable(`--${name} is ${JSON.stringify(text)}: expected ${kind} from ${least} to ${most}.`);
}
