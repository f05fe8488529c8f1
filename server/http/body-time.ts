// Limits how long a body may take: a client that never ends one would hold its connection for ever.
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../contract/operation.ts';
import { type Clock, HOUR, MINUTE } from '../clock.ts';

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
