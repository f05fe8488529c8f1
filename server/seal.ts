// Encrypts texts that must be read again, such as passwords of backends and secrets of second factors.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Chance } from './chance.ts';

const CIPHER = 'aes-256-gcm';
/** In bytes. A random 96-bit nonce is safe for 2^32 encryptions with one key (NIST SP 800-38D section 8.2.2). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of a sealed text; another format gets another number. */
const VERSION = 1;

export interface TextSeal {
  /** Returns the sealed text in base64, which only the same `owner` opens. */
  seal(owner: string, text: string): string;
  /** Returns the text; null when it was sealed with another key or for another owner. */
  open(owner: string, sealed: string): string | null;
}

/** `key` has 256 bits, and is used for one purpose only (`deriveKey`). */
export function createTextSeal(key: Buffer, chance: Pick<Chance, 'bytes'>): TextSeal {
  return {
    seal(owner, text) {
      const nonce = chance.bytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open: (owner, sealed) => unseal(key, owner, Buffer.from(sealed, 'base64')),
  };
}

function unseal(key: Buffer, owner: string, bytes: Buffer): string | null {
  const [nonceEnd, tagEnd] = [1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES];
  if (bytes.length < tagEnd || bytes[0] !== VERSION) return null;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(1, nonceEnd), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(owner));
  decipher.setAuthTag(bytes.subarray(nonceEnd, tagEnd));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString();
  } catch {
    return null;
  }
}
