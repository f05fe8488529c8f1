// The failing answers every route of the description shares.
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../contract/errors.ts';

export const FAILURES = { '4xx': ApiError, '5xx': ApiError } as const;

/** Of the routes that answer 204. */
export const NOTHING = { 204: z.undefined(), ...FAILURES } as const;

/** Of the routes an agent signs. */
export const BY_AGENT = { tags: ['agent'], security: [{ agent: [] }] } as const;

/** Of the routes for signed-in staff. */
export const BY_STAFF = { tags: ['console'], security: [{ staff: [] }] } as const;

/** An answer that is sent as it is read, not from a schema. */
export function streamOf(mediaType: string) {
  return { content: { [mediaType]: { schema: z.instanceof(Readable) } } };
}

/** Sends an event stream, past caches and past proxies that collect answers before they pass them on. */
export function sendEvents(reply: FastifyReply, stream: Readable): FastifyReply {
  return reply
    .type('text/event-stream')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(stream);
}
