// Sends staff a file of a requester or of a mail. A browser must never execute it in the console's origin.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Attachment } from '../../contract/ticket.ts';
import type { Blobs } from '../storage/blobs.ts';
import { sendAttachment } from './attachment-answer.ts';
import { pictureTypeOf } from './picture-type.ts';

/** Shows what is a picture by its bytes, and lets the browser save everything else. */
export async function sendStaffFile(
  answer: { request: FastifyRequest; reply: FastifyReply; blobs: Pick<Blobs, 'find' | 'open'> },
  file: Pick<Attachment, 'sha256' | 'name'>,
): Promise<FastifyReply> {
  const pictureType = await pictureTypeOf((range) => answer.blobs.open(file.sha256, range));
  const disposition =
    pictureType === null
      ? ({ kind: 'attachment', mediaType: 'application/octet-stream' } as const)
      : ({ kind: 'inline', mediaType: pictureType } as const);
  return sendAttachment(answer, file, disposition);
}
