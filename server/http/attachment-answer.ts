// Sends an attachment, with headers that keep a browser from executing it.
import { createReadStream } from 'node:fs';
import type { FastifyReply } from 'fastify';
import type { Attachment } from '../../contract/ticket.ts';
import type { Blobs } from '../storage/blobs.ts';

interface Manner {
  kind: 'inline' | 'attachment';
  mediaType: string;
  /** Cache-Control; by default the browser may cache the content for 5 minutes */
  caching?: 'no-store';
}

/** Streams the content under its name, to be shown or to be saved. */
export function sendAttachment(
  reply: FastifyReply,
  blobs: Blobs,
  { sha256, name, size }: Attachment,
  { kind, mediaType, caching }: Manner,
): FastifyReply {
  return reply
    .type(mediaType)
    .header('content-length', size)
    .header('content-disposition', disposition(kind, name))
    .header('content-security-policy', 'sandbox')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', caching ?? 'private, max-age=300')
    .send(createReadStream(blobs.pathOf(sha256)));
}

/** RFC 6266: the name in ASCII for old clients, and in full in UTF-8. */
function disposition(kind: Manner['kind'], name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
