// How the server is, for administrators.
import { z } from 'zod';
import { BackendId } from './backends.ts';
import { Instant } from './primitives.ts';

const count = z.int().min(0);

/** What waits for one backend. */
export const BackendQueue = z.object({
  id: BackendId,
  name: z.string(),
  waiting: count,
  sending: count,
  parked: count,
  /** age of the oldest waiting delivery, in seconds; 0 when none waits */
  lagSeconds: z.number().min(0),
});
export type BackendQueue = z.infer<typeof BackendQueue>;

export const ServerStatus = z.object({
  version: z.string(),
  /** of Node */
  runtime: z.string(),
  startedAt: Instant,
  /** open event streams */
  streams: z.object({ agents: count, consoles: count }),
  /** deliveries that wait or are being sent */
  queueDepth: count,
  /** resident, in bytes */
  memory: count,
  /** on disk, in bytes */
  database: count,
  /** time that the database took to answer, in milliseconds */
  answeredIn: z.number().min(0),
  backends: z.array(BackendQueue),
});
export type ServerStatus = z.infer<typeof ServerStatus>;
