// Uploads one file of a reply. It is addressed by the SHA-256 of its content, so it is hashed before it is sent.
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { cleanFileName } from '../../contract/file-name.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { Attachment } from '../../contract/ticket.ts';
import type { SendFile } from '../send-file.ts';

const UNKNOWN_TYPE = 'application/octet-stream';

/**
 * Returns the attachment when the server has it. `onProgress` is called with the uploaded fraction, from 0 to 1. Fails with
 * file-unreadable for a file that is gone or in use, and with the failures of the server.
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

/** Hashes a file as a stream, since it may not fit in memory. SubtleCrypto is not available over plain HTTP. */
async function hashOf(file: Blob): Promise<string> {
  const hash = sha256.create();
  const reader = file.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) hash.update(piece.value);
  return bytesToHex(hash.digest());
}

function attachmentOf({ name, type, size }: File, hash: string): Attachment {
  const mediaType = Attachment.shape.mediaType.safeParse(type).data ?? UNKNOWN_TYPE;
  return { sha256: hash, name: cleanFileName(name), mediaType, size };
}
