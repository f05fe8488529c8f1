// Fetches a file of a ticket from the server: never more than was announced, and only if it is what was announced.
import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Attachment } from '../../contract/ticket.ts';
import type { ByteStream, ServerClient } from './server-client.ts';

const TIMEOUT_MS = 120_000;

/** Errors: `attachment-hash-mismatch`, `server-unreachable`, and those of the server. */
export async function downloadAttachment(
  ticketId: string,
  file: Pick<Attachment, 'sha256' | 'size'>,
  client: Pick<ServerClient, 'openAttachment'>,
): Promise<Result<Buffer>> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const opened = await client.openAttachment(ticketId, file.sha256, signal);
  return opened.ok ? readAll(opened.value, file) : opened;
}

/** Hashed chunk by chunk as they come: the main process goes on in between. */
async function readAll(
  stream: ByteStream,
  { sha256, size }: Pick<Attachment, 'sha256' | 'size'>,
): Promise<Result<Buffer>> {
  const hash = createHash('sha256');
  const bytes = Buffer.alloc(size);
  let read = 0;
  try {
    for await (const chunk of stream) {
      if (read + chunk.length > size) return err('attachment-hash-mismatch');
      bytes.set(chunk, read);
      hash.update(chunk);
      read += chunk.length;
    }
  } catch {
    return err('server-unreachable');
  }
  return hash.digest('hex') === sha256 ? ok(bytes) : err('attachment-hash-mismatch');
}
