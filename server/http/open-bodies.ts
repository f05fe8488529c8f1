// Limits the bodies that one agent or one address sends at the same time: each holds memory until it is complete.
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { MEGABYTE } from '../../contract/constants.ts';
import { networkOf } from '../limits/network.ts';
import { COUNTS } from '../limits/table.ts';
import { agentOf } from './agent-auth.ts';
import { fail } from './errors.ts';

/**
 * In bytes, for an agent that is not active: its commands are held anyway. An agent that was active a moment ago sends
 * 512 KB of commands at once, or a single larger one.
 */
const LARGEST_OF_INACTIVE = 2 * MEGABYTE;

type Hook = (request: FastifyRequest) => Promise<void>;

export interface OpenBodies {
  /** A hook before the body is read. */
  readonly ofAddress: Hook;
  /**
   * A hook after requireAgent. An agent that is not active counts by its address too, because anybody with an enrolment
   * key makes such agents, and its body is small and of a declared length: body-too-large.
   */
  readonly ofAgent: Hook;
}

/**
 * Beyond the count the oldest body is cut off, not the newest refused: the oldest may be what a broken network left, and
 * a stranger who opens many must not keep others of the address out. Bodies of people are complete within moments.
 */
export function createOpenBodies(): OpenBodies {
  const open = new Map<string, Set<IncomingMessage>>();

  function admit(key: string, most: number, body: IncomingMessage): void {
    if (body.complete) return;
    const bodies = open.get(key) ?? new Set();
    open.set(key, bodies.add(body));
    const forget = () => {
      bodies.delete(body);
      if (bodies.size === 0 && open.get(key) === bodies) open.delete(key);
    };
    body.once('end', forget).once('close', forget);
    const [oldest] = bodies;
    if (bodies.size <= most || !oldest) return;
    bodies.delete(oldest);
    oldest.destroy();
  }

  const ofAddress: Hook = async ({ raw, ip }) => {
    if (hasBody(raw)) admit(`address ${networkOf(ip)}`, COUNTS.bodiesOfAddress, raw);
  };
  return {
    ofAddress,
    async ofAgent(request) {
      const { raw } = request;
      if (!hasBody(raw)) return;
      const { id, state } = agentOf(request);
      if (state !== 'active') {
        const length = Number(raw.headers['content-length'] ?? Number.NaN);
        if (!(length <= LARGEST_OF_INACTIVE)) fail('body-too-large');
        await ofAddress(request);
      }
      admit(`agent ${id}`, COUNTS.bodiesOfAgent, raw);
    },
  };
}

/** Whether a body follows the headers (RFC 9112, section 6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
