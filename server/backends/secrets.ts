// Encrypts the secrets of backends for storage; they are decrypted only to sign in.
import { BackendSecrets } from '../../contract/backends.ts';
import type { Chance } from '../chance.ts';
import { deriveKey } from '../hashes.ts';
import { createTextSeal } from '../seal.ts';

export interface SecretSeal {
  /** Returns the sealed secrets, which only this backend's id opens; null where there are none. */
  seal(backendId: string, secrets: BackendSecrets): string | null;
  /** Returns the secrets; null when they were sealed with another key or for another backend. */
  open(backendId: string, sealed: string | null): BackendSecrets | null;
}

export function createSecretSeal(serverKey: Buffer, chance: Pick<Chance, 'bytes'>): SecretSeal {
  const texts = createTextSeal(deriveKey(serverKey, 'guichet backend secrets'), chance);
  return {
    seal(backendId, secrets) {
      return Object.keys(secrets).length === 0 ? null : texts.seal(backendId, JSON.stringify(secrets));
    },
    open(backendId, sealed) {
      if (sealed === null) return {};
      const text = texts.open(backendId, sealed);
      return text === null ? null : BackendSecrets.parse(JSON.parse(text));
    },
  };
}
