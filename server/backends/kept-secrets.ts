// Which secrets go with settings: those just given, and of the kept ones only what goes where it went before.
import { type BackendSecrets, type BackendSettings, SecretName } from '../../contract/backends.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { connectorKind } from './kind-of.ts';

interface Chosen {
  settings: BackendSettings;
  given: BackendSecrets;
  /** as stored, null for a backend that is not; within it null what cannot be read or opened */
  before: { settings: BackendSettings | null; secrets: BackendSecrets | null } | null;
}

/**
 * The secrets to sign in with. One that is left out is the kept one, an empty one is none. backend-secrets-needed when a
 * kept one would be sent to another address (otherwise who may change an address could read every secret), or when the
 * kept ones cannot be opened. Where they went before is not known of settings that cannot be read: none is kept then.
 */
export function secretsFor({ settings, given, before: stored }: Chosen): Result<BackendSecrets> {
  const before = stored?.settings ? { settings: stored.settings, secrets: stored.secrets } : null;
  const isLost = before !== null && before.secrets === null;
  if (isLost && Object.keys(given).length === 0) return err('backend-secrets-needed');
  const chosen: BackendSecrets = {};
  for (const name of SecretName.options) {
    const receiver = receiverOf(settings, name);
    const kept = given[name] === undefined && receiver !== null ? before?.secrets?.[name] : undefined;
    if (kept !== undefined && before && receiverOf(before.settings, name) !== receiver) {
      return err('backend-secrets-needed');
    }
    const value = given[name] ?? kept;
    if (value) chosen[name] = value;
  }
  return ok(chosen);
}

function receiverOf(settings: BackendSettings, name: SecretName): string | null {
  return connectorKind(settings.kind).receiverOf(settings, name);
}
