// Answers a file on disk: whole, the one range that was asked for (RFC 9110 section 14), or only that nothing has changed.
import path from 'node:path';
import { send } from '@fastify/send';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Answers without a file that are no fault of ours: a condition that does not hold, a range that is not there. */
const EXPECTED_REFUSALS = [412, 416];

/** Several ranges count as none. Throws when the file cannot be read. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: string,
): Promise<FastifyReply> {
  const { dir: root, base } = path.parse(file);
  const answer = await send(request.raw, encodeURIComponent(base), {
    root,
    cacheControl: false,
    contentType: false,
  });
  if (answer.type !== 'file' && !EXPECTED_REFUSALS.includes(answer.statusCode)) {
    throw new Error(`${file} cannot be sent (${answer.statusCode})`);
  }
  return reply
    .type('application/octet-stream')
    .header('cache-control', 'no-store')
    .code(answer.statusCode)
    .headers(answer.headers)
    .send(answer.stream);
}
