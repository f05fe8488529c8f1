// Brings one attachment to the server before the command that names it: resumable, by content (tus 1.0).
import { err, ok, type Result } from '../../contract/result.ts';
import type { Attachment } from '../../contract/ticket.ts';
import type { ServerClient } from './server-client.ts';

/** What the most common reverse proxy lets through unless told otherwise. */
const CHUNK_BYTES = 1024 * 1024;
const RECOVERIES = 3;

type UploadClient = Pick<ServerClient, 'uploadOffset' | 'createUpload' | 'sendChunk'>;
type Progress = Result<'complete' | 'ask-again'>;

/**
 * Uploads what the server does not have yet. `load` gives the bytes, or null when they are lost here, which is answered
 * by `capture-failed`. Other errors: those of the server, `attachment-too-large` among them, and `server-unreachable`.
 */
export async function uploadAttachment(
  attachment: Pick<Attachment, 'sha256' | 'size'>,
  { client, load }: { client: UploadClient; load(): Promise<Uint8Array | null> },
): Promise<Result<void>> {
  let last: Progress = ok('ask-again');
  for (let tries = 0; tries <= RECOVERIES; tries++) {
    last = await uploadOnce(attachment, client, load);
    if (last.ok && last.value === 'complete') return ok(undefined);
    // A damaged upload was removed by the server: the next try sends it whole.
    if (!last.ok && last.error.code !== 'attachment-hash-mismatch') return last;
  }
  return last.ok ? err('server-unreachable') : last;
}

async function uploadOnce(
  { sha256, size }: Pick<Attachment, 'sha256' | 'size'>,
  client: UploadClient,
  load: () => Promise<Uint8Array | null>,
): Promise<Progress> {
  const known = await client.uploadOffset(sha256);
  if (!known.ok) return known;
  const start = known.value === null ? await client.createUpload(sha256, size) : ok(known.value);
  if (!start.ok) return start;
  if (start.value === size) return ok('complete');

  const bytes = await load();
  if (bytes?.length !== size) return err('capture-failed');
  let offset = start.value;
  while (offset < size) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, size).subarray(offset, offset + CHUNK_BYTES);
    const moved = await client.sendChunk(sha256, offset, chunk);
    if (!moved.ok) return moved;
    if (moved.value === null || moved.value <= offset) return ok('ask-again');
    offset = moved.value;
  }
  return ok('complete');
}
