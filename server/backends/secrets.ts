// Encrypts the secrets of backends for storage; they are decrypted only to sign in.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { BackendSecrets } from '../../contract/backends.ts';
import type { Chance } from '../chance.ts';
import { deriveKey } from '../hashes.ts';

const CIPHER = 'aes-256-gcm';
/** In bytes. A random 96-bit nonce is safe for 2^32 encryptions with one key (NIST SP 800-38D section 8.2.2). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of a sealed text; another format gets another number. */
const VERSION = 1;

export interface SecretSeal {
  /** Returns the sealed secrets, which only this backend's id opens; null where there are none. */
  seal(backendId: string, secrets: BackendSecrets): string | null;
  /** Returns the secrets; null when they were sealed with another key or for another backend. */
  open(backendId: string, sealed: string | null): BackendSecrets | null;
}

export function createSecretSeal(serverKey: Buffer, chance: Pick<Chance, 'bytes'>): SecretSeal {
  const key = deriveKey(serverKey, 'guichet backend secrets');
  return {
    seal(backendId, secrets) {
      if (Object.keys(secrets).length === 0) return null;
      const nonce = chance.bytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(backendId));
      const sealed = Buffer.concat([cipher.update(JSON.stringify(secrets)), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open(backendId, sealed) {
      if (sealed === null) return {};
      const text = unseal(key, backendId, Buffer.from(sealed, 'base64'));
      return text === null ? null : BackendSecrets.parse(JSON.parse(text));
    },
  };
}

function unseal(key: Buffer, backendId: string, bytes: Buffer): string | null {
  const [nonceEnd, tagEnd] = [1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES];
  if (bytes.length < tagEnd || bytes[0] !== VERSION) return null;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(1, nonceEnd), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(backendId));
  decipher.setAuthTag(bytes.subarray(nonceEnd, tagEnd));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString();
  } catch {
    return null;
  }
}
