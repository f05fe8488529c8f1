// What agent and server agree on about time: how often an agent calls, and how long an event stream may be silent.
import { z } from 'zod';
import { SECOND } from './clock.ts';

/** Between two comments of an open event stream, in milliseconds: proxies close a connection that is silent for a minute. */
export const HEARTBEAT = 25 * SECOND;
/** Silence, in milliseconds, after which a stream is dead: two heartbeats, and what a slow network adds to the second. */
export const LONGEST_SILENCE = 2 * HEARTBEAT + 10 * SECOND;

interface Range {
  least: number;
  most: number;
}

/** What an administrator may set and an agent believes, in seconds. */
export const PACE_RANGES = {
  whileStreaming: { least: 60, most: 3600 },
  withoutStream: { least: 30, most: 3600 },
  spread: { least: 1, most: 600 },
} as const satisfies Record<string, Range>;

/** The pace of agents before the server told them one, in seconds. */
const FORMER_PACE = { whileStreaming: 60, withoutStream: 60, spread: 60 } as const;

/**
 * Seconds. A number out of range counts as the nearest one within: nothing that a server says makes an agent call without
 * pause, or fall silent. Something else counts as the former value, because it must not keep an answer from being read.
 */
function seconds(name: keyof typeof PACE_RANGES) {
  const { least, most } = PACE_RANGES[name];
  return z
    .number()
    .overwrite((value) => Math.min(Math.max(value, least), most))
    .catch(FORMER_PACE[name]);
}

/**
 * How often an agent calls. Each value is the longest wait: agents draw theirs below it, so that they do not call together.
 * A server that is older sends none, and its agents keep the former pace. An agent that is older ignores it.
 */
export const Pace = z
  .object({
    /** between two syncs while the event stream is open, which tells of news at once */
    whileStreaming: seconds('whileStreaming'),
    /** between two syncs while no event stream is open */
    withoutStream: seconds('withoutStream'),
    /** over which the agents come back whose streams have ended, as after a restart of the server */
    spread: seconds('spread'),
  })
  .catch(FORMER_PACE)
  .default(FORMER_PACE);
export type Pace = z.infer<typeof Pace>;
