// Chooses what wraps the agent's secrets: the system's key store, or nothing in tests that ask for it.
import type { SafeStorage } from 'electron';
import type { KeyWrap } from './secrets.ts';

/**
 * DPAPI on Windows, the keyring elsewhere. GUICHET_UNPROTECTED_KEYS=1 replaces them on displays that have neither; a
 * packaged app ignores it. Null when there is no protection.
 */
export function chooseKeyWrap(
  safeStorage: Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'>,
  { packaged, env }: { packaged: boolean; env: NodeJS.ProcessEnv },
): KeyWrap | null {
  if (!packaged && env.GUICHET_UNPROTECTED_KEYS === '1') {
    return {
      name: 'unprotected',
      wrap: (plain) => Buffer.from(plain),
      unwrap: (wrapped) => wrapped.toString(),
    };
  }
  if (!safeStorage.isEncryptionAvailable()) return null;
  return {
    name: 'safe-storage',
    wrap: (plain) => safeStorage.encryptString(plain),
    unwrap: (wrapped) => safeStorage.decryptString(wrapped),
  };
}
