// Downloads a file of a ticket from the server, checking the announced size and hash.
import { createHash } from 'node:crypto';
import { LIMITS } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Attachment } from '../../contract/ticket.ts';
import type { Clock } from '../support/clock.ts';
import type { ByteStream, ServerClient } from './server-client.ts';

/** Timeout without data: a large file may be slow, but not silent. */
const IDLE_TIMEOUT_MS = 60_000;

/** The file is held in memory as a whole. */
const LARGEST_BYTES = LIMITS.attachmentBytesPerCommand;

/** Errors: `attachment-unavailable`, `attachment-hash-mismatch`, `server-unreachable`, and those of the server. */
export async function downloadAttachment(
  ticketId: string,
  file: Pick<Attachment, 'sha256' | 'size'>,
  { client, clock }: { client: Pick<ServerClient, 'openAttachment'>; clock: Clock },
): Promise<Result<Buffer>> {
  if (file.size > LARGEST_BYTES) return err('attachment-unavailable');
  const connection = new AbortController();
  const startTimeout = () => clock.after(IDLE_TIMEOUT_MS, () => connection.abort());
  let cancelTimeout = startTimeout();
  const restartTimeout = () => {
    cancelTimeout();
    cancelTimeout = startTimeout();
  };
  try {
    const opened = await client.openAttachment(ticketId, file.sha256, connection.signal);
    return opened.ok ? await readAll(opened.value, file, restartTimeout) : opened;
  } finally {
    cancelTimeout();
  }
}

/** Hashes chunk by chunk as they arrive, so that the main process is never blocked for long. */
async function readAll(
  stream: ByteStream,
  { sha256, size }: Pick<Attachment, 'sha256' | 'size'>,
  restartTimeout: () => void,
): Promise<Result<Buffer>> {
  const hash = createHash('sha256');
  const bytes = Buffer.alloc(size);
  let read = 0;
  try {
    for await (const chunk of stream) {
      restartTimeout();
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
