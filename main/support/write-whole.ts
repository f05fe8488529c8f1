// Writing all of some bytes to a file: the system may take fewer at a time, as where the disk is nearly full.
import type { FileHandle } from 'node:fs/promises';

/** Writes `bytes` from the place `at` of the file on. Rejected where there is no room for all of them. */
export async function writeWhole(
  file: Pick<FileHandle, 'write'>,
  bytes: Uint8Array,
  at: number,
): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}
