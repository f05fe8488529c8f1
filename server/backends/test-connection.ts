// Tests the connection of a backend, saved or not: reports what is missing and why, and leaves no trace there.
import type { BackendKind, BackendToTest, ConnectionCheck } from '../../contract/backends.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { addressOf, type BackendStoreParts, readBackend } from './backend-store.ts';
import type { BackendConfig, Connectors } from './connectors.ts';
import { mergeSecrets } from './merge-secrets.ts';

interface TestParts extends Pick<BackendStoreParts, 'db' | 'seal' | 'audit'> {
  connectors: Connectors;
}

/** Tests a saved backend. Errors: not-found. */
export async function testSaved(
  parts: TestParts,
  staffId: string,
  id: string,
): Promise<Result<ConnectionCheck[]>> {
  const stored = await readBackend(parts, id);
  return stored ? ok(await tryOut(parts, staffId, stored.kind, stored)) : err('not-found');
}

/**
 * Tests settings before they are saved, with the secrets just entered and, for those left out, the stored ones of backend
 * `id`. Errors: not-found, backend-secrets-needed when a stored secret would be sent to another address.
 */
export async function testUnsaved(
  parts: TestParts,
  staffId: string,
  { id, settings, secrets: entered }: BackendToTest,
): Promise<Result<ConnectionCheck[]>> {
  const stored = id === null ? null : await readBackend(parts, id);
  if (id !== null && !stored) return err('not-found');
  const secrets = mergeSecrets({ settings, entered, stored });
  if (!secrets.ok) return secrets;
  const config = { id: id ?? UNSAVED, settings, secrets: secrets.value };
  return ok(await tryOut(parts, staffId, settings.kind, config));
}

/** The id used for a backend that is not saved. */
const UNSAVED = 'unsaved';

async function tryOut(
  { db, audit, connectors }: TestParts,
  staffId: string,
  kind: BackendKind,
  config: BackendConfig,
): Promise<ConnectionCheck[]> {
  const { id, settings } = config;
  const details = { kind, address: settings && addressOf(settings) };
  await audit(db, { staffId, act: 'test-backend', subject: { kind: 'backend', id }, details });
  const connector = connectors.make(config);
  try {
    return await connector.check();
  } finally {
    await connector.close();
  }
}
