// Limits how long a body may take: a client that never ends one would hold its connection for ever.
import type { Server } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../contract/operation.ts';
import { type Clock, HOUR, MINUTE, SECOND } from '../clock.ts';

/** The longest time in milliseconds. An agent sends at most 4 MB at once, staff send whole files. */
const LONGEST: Readonly<Record<Caller, number>> = {
  anyone: MINUTE,
  agent: 5 * MINUTE,
  'active-agent': 5 * MINUTE,
  'confirmed-agent': 5 * MINUTE,
  'signed-in': MINUTE,
  staff: HOUR,
  administrator: HOUR,
};

/** In milliseconds. A client that is still sending must be able to read the answer before its connection is closed. */
const AFTER_ANSWER = 10 * SECOND;

/** Returns, for each caller, a hook that closes the connection of a body that is not complete in time. */
export function limitBodyTime(clock: Clock) {
  return (caller: Caller) =>
    async ({ raw }: FastifyRequest): Promise<void> => {
      const cancel = clock.after(LONGEST[caller], () => {
        if (!raw.complete) raw.destroy();
      });
      raw.once('close', cancel);
    };
}

/**
 * Closes a connection whose body still arrives a while after the answer. It concerns every request, also one that
 * reaches no route, or a route that takes no body: Node discards what arrives, and would do so for ever.
 */
export function closeAnsweredBodies(server: Server, clock: Clock): void {
  // Node would answer other expectations than 100-continue itself, past all of this; they may be ignored (RFC 9110, 10.1.1)
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('request', (request, response) => {
    response.once('finish', () => {
      if (request.complete) return;
      const { socket } = request;
      const cancel = clock.after(AFTER_ANSWER, () => {
        if (!request.complete) socket.destroy();
      });
      request.once('close', cancel);
    });
  });
}
