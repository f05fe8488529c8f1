// Answers a file, or the one range of it that was asked for (RFC 9110 section 14): updaters fetch what has changed.
import { createReadStream } from 'node:fs';
import type { FastifyReply } from 'fastify';

interface Range {
  start: number;
  /** the last byte, counted in */
  end: number;
}

/** Several ranges, and a unit we do not know, count as none: the whole file is answered then. */
export function rangeOf(header: string | undefined, size: number): Range | 'none' | 'unsatisfiable' {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return 'none';
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start <= end && start < size ? { start, end } : 'unsatisfiable';
}

/** `size` is that of the file in bytes. */
export function sendFile(
  reply: FastifyReply,
  { path, size }: { path: string; size: number },
  rangeHeader: string | undefined,
): FastifyReply {
  reply.type('application/octet-stream').header('accept-ranges', 'bytes').header('cache-control', 'no-store');
  const range = rangeOf(rangeHeader, size);
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${size}`).send();
  if (range === 'none') return reply.header('content-length', size).send(createReadStream(path));
  const { start, end } = range;
  return reply
    .code(206)
    .header('content-range', `bytes ${start}-${end}/${size}`)
    .header('content-length', end - start + 1)
    .send(createReadStream(path, { start, end }));
}
