// Combines the secrets that an administrator entered with the stored ones.
import { type BackendSecrets, type BackendSettings, SecretName } from '../../contract/backends.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { connectorKind } from './kind-of.ts';

interface SecretsToMerge {
  settings: BackendSettings;
  entered: BackendSecrets;
  /** null for a backend that is not stored; its fields are null where they cannot be read or opened */
  stored: { settings: BackendSettings | null; secrets: BackendSecrets | null } | null;
}

/**
 * Returns the secrets to sign in with: a secret that was not entered keeps its stored value, an empty one is removed.
 * Errors: backend-secrets-needed when a stored secret would be sent to another address (otherwise whoever may change the
 * address could read every secret), or when the stored secrets cannot be opened. Where the stored settings cannot be
 * read, the former address is unknown, and stored secrets are dropped.
 */
export function mergeSecrets({ settings, entered, stored }: SecretsToMerge): Result<BackendSecrets> {
  const before = stored?.settings ? { settings: stored.settings, secrets: stored.secrets } : null;
  const isLost = before !== null && before.secrets === null;
  if (isLost && Object.keys(entered).length === 0) return err('backend-secrets-needed');
  const merged: BackendSecrets = {};
  for (const name of SecretName.options) {
    const receiver = receiverOf(settings, name);
    const kept = entered[name] === undefined && receiver !== null ? before?.secrets?.[name] : undefined;
    if (kept !== undefined && before && receiverOf(before.settings, name) !== receiver) {
      return err('backend-secrets-needed');
    }
    const value = entered[name] ?? kept;
    if (value) merged[name] = value;
  }
  return ok(merged);
}

function receiverOf(settings: BackendSettings, name: SecretName): string | null {
  return connectorKind(settings.kind).receiverOf(settings, name);
}
