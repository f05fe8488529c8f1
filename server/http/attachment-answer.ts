// Sends an attachment, with headers that keep a browser from executing it.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Attachment } from '../../contract/ticket.ts';
import type { Blobs } from '../storage/blobs.ts';
import { sendContent } from './content-answer.ts';

/** How a browser treats the content (RFC 6266). */
interface Disposition {
  kind: 'inline' | 'attachment';
  mediaType: string;
}

interface AttachmentAnswer {
  request: FastifyRequest;
  reply: FastifyReply;
  blobs: Pick<Blobs, 'find' | 'open'>;
}

/** Streams the content or a range of it, to be shown inline or saved under its name. Throws where it is lost. */
export async function sendAttachment(
  { request, reply, blobs }: AttachmentAnswer,
  { sha256, name }: Pick<Attachment, 'sha256' | 'name'>,
  { kind, mediaType }: Disposition,
): Promise<FastifyReply> {
  const content = await blobs.find(sha256);
  if (!content) throw new Error(`the attachment ${sha256} is not stored`);
  reply
    .type(mediaType)
    .header('content-disposition', contentDisposition(kind, name))
    .header('content-security-policy', 'sandbox')
    .header('x-content-type-options', 'nosniff');
  return sendContent(request, reply, { ...content, open: (range) => blobs.open(sha256, range) });
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
