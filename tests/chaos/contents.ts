// The contents of the files of a history, from their seeds.
import { createCipheriv, createHash } from 'node:crypto';

/** Bytes that look random, the same for the same seed. */
export function bytesOf({ seed, size }: { seed: number; size: number }): Uint8Array<ArrayBuffer> {
  const key = Buffer.alloc(16);
  key.writeUInt32BE(seed);
  return new Uint8Array(createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size)));
}

/** SHA-256 of a file, in hexadecimal. */
export function digestOf(file: { seed: number; size: number }): string {
  return createHash('sha256').update(bytesOf(file)).digest('hex');
}
