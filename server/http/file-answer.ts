// Sends a file on disk: whole, one requested range (RFC 9110 section 14), or 304 where it has not changed.
import path from 'node:path';
import { send } from '@fastify/send';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Failures that the client causes: Precondition Failed, and Range Not Satisfiable. */
const EXPECTED_REFUSALS = [412, 416];

/** Ignores a request for several ranges and sends the whole file. Throws when the file cannot be read. */
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
