// Uploads one attachment before the command that names it: resumable, by content (tus 1.0).
import { err, ok, type Result } from '../../contract/result.ts';
import type { Attachment } from '../../contract/ticket.ts';
import type { ServerClient } from './server-client.ts';

/** The default body limit of the most common reverse proxy. */
const CHUNK_BYTES = 1024 * 1024;
const RECOVERIES = 3;

interface Source {
  client: Pick<ServerClient, 'uploadOffset' | 'createUpload' | 'sendChunk'>;
  /** the bytes, or null when they are lost */
  load(): Promise<Uint8Array | null>;
  /** called with each offset the server reports */
  onReached?(sent: number): void;
}
type Progress = Result<'complete' | 'retry'>;

/**
 * Uploads what the server does not have yet. Errors: `file-unreadable` when the bytes are lost, `server-unreachable`,
 * and those of the server, `attachment-too-large` among them.
 */
export async function uploadAttachment(
  attachment: Pick<Attachment, 'sha256' | 'size' | 'name'>,
  source: Source,
): Promise<Result<void>> {
  let last: Progress = ok('retry');
  for (let tries = 0; tries <= RECOVERIES; tries++) {
    last = await uploadOnce(attachment, source);
    if (last.ok && last.value === 'complete') return ok(undefined);
    // The server has removed a damaged upload: the next try sends it whole.
    if (!last.ok && last.error.code !== 'attachment-hash-mismatch') return last;
  }
  return last.ok ? err('server-unreachable') : last;
}

async function uploadOnce(
  { sha256, size, name }: Pick<Attachment, 'sha256' | 'size' | 'name'>,
  { client, load, onReached = () => {} }: Source,
): Promise<Progress> {
  const known = await client.uploadOffset(sha256);
  if (!known.ok) return known;
  const start = known.value === null ? await client.createUpload(sha256, size) : ok(known.value);
  if (!start.ok) return start;
  onReached(start.value);
  if (start.value === size) return ok('complete');

  const bytes = await load();
  if (bytes?.length !== size) return err('file-unreadable', { name });
  let offset = start.value;
  while (offset < size) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, size).subarray(offset, offset + CHUNK_BYTES);
    const moved = await client.sendChunk(sha256, offset, chunk);
    if (!moved.ok) return moved;
    if (moved.value === null || moved.value <= offset) return ok('retry');
    offset = moved.value;
    onReached(offset);
  }
  return ok('complete');
}
