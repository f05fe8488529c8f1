// Sends one file of a reply: its content is named by its hash, so its bytes are read before they go.
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { LIMITS } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { Attachment } from '../../contract/ticket.ts';
import type { SendFile } from '../send-file.ts';

const UNKNOWN_TYPE = 'application/octet-stream';

/**
 * The attachment once the server has it. `tell` hears the part that has gone, from 0 to 1. Answers file-unreadable for
 * a file that is gone or in use, and what the server answers.
 */
export async function sendAttachment(
  sendFile: SendFile,
  file: File,
  onProgress: (fraction: number) => void,
): Promise<Result<Attachment>> {
  const hash = await hashOf(file).catch(() => null);
  if (hash === null) return err('file-unreadable', { name: file.name });
  const sent = await sendFile('sendReplyFile', { params: { sha256: hash } }, file, (bytes) =>
    onProgress(bytes / file.size),
  );
  return sent.ok ? ok(attachmentOf(file, hash)) : sent;
}

/** Read piece by piece: a file need not fit in memory. Not by SubtleCrypto, which plain HTTP does not have. */
async function hashOf(file: Blob): Promise<string> {
  const hash = sha256.create();
  const reader = file.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) hash.update(piece.value);
  return bytesToHex(hash.digest());
}

function attachmentOf({ name, type, size }: File, hash: string): Attachment {
  const mediaType = Attachment.shape.mediaType.safeParse(type).data ?? UNKNOWN_TYPE;
  // Cut at the beginning: the ending says what the file is.
  return { sha256: hash, name: name.slice(-LIMITS.attachmentName), mediaType, size };
}
