// Writes a whole buffer to a file: a single write may be short, such as on a nearly full disk.
import type { FileHandle } from 'node:fs/promises';

/** Writes `bytes` from position `at` on. Rejects when the disk has no room for all of them. */
export async function writeWhole(
  file: Pick<FileHandle, 'write'>,
  bytes: Uint8Array,
  at: number,
): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}
