// Sends an attachment, with headers that keep a browser from executing it.
import { createReadStream } from 'node:fs';
import type { FastifyReply } from 'fastify';
import type { Attachment } from '../../contract/ticket.ts';
import type { Blobs } from '../storage/blobs.ts';

/** How a browser treats the content (RFC 6266). */
interface Disposition {
  kind: 'inline' | 'attachment';
  mediaType: string;
}

/** Streams the content, to be shown inline or saved under its name. */
export function sendAttachment(
  reply: FastifyReply,
  blobs: Blobs,
  { sha256, name, size }: Pick<Attachment, 'sha256' | 'name' | 'size'>,
  { kind, mediaType }: Disposition,
): FastifyReply {
  return reply
    .type(mediaType)
    .header('content-length', size)
    .header('content-disposition', contentDisposition(kind, name))
    .header('content-security-policy', 'sandbox')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .send(createReadStream(blobs.pathOf(sha256)));
}

/** RFC 6266: the name in ASCII for old clients, and in full in UTF-8. */
function contentDisposition(kind: Disposition['kind'], name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
