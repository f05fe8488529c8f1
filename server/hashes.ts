// Makes, hashes and compares secrets: the server stores hashes only.
import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { TOKEN_ALPHABET } from '../contract/enrolment.ts';
import type { Chance } from './chance.ts';

/** Returns SHA-256 in lower-case hexadecimal. Enough for secrets of 128 random bits or more; passwords need argon2. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Returns HMAC-SHA256 of `parts`, for secrets short enough to be guessed from a plain hash. */
export function keyedHash(key: Buffer, ...parts: string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}

/** Derives a 256-bit key for one purpose from the server's key; neither reveals the other (HKDF, RFC 5869). */
export function deriveKey(serverKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', serverKey, '', purpose, 32));
}

/** Compares two hexadecimal hashes in constant time. */
export function sameHash(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Returns 256 random bits in base64url. */
export function newSecret(chance: Chance): string {
  return chance.bytes(32).toString('base64url');
}

/**
 * Returns uniformly distributed characters to be typed: bytes above the last multiple of the alphabet's length are discarded.
 */
export function newCode(chance: Chance, length: number): string {
  const fair = 256 - (256 % TOKEN_ALPHABET.length);
  let code = '';
  while (code.length < length) {
    for (const byte of chance.bytes(length)) {
      if (byte < fair && code.length < length) code += TOKEN_ALPHABET[byte % TOKEN_ALPHABET.length];
    }
  }
  return code;
}
