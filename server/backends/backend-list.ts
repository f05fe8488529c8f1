// Backends as the console lists them: settings, capabilities and health of each, without secrets.
import type { Backend, ListedBackend } from '../../contract/backends.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/schema.ts';
import { listBackends, type SavedBackend, type StoredBackend, storedSecretsOf } from './backend-store.ts';
import type { Connectors } from './connectors.ts';
import { readHealth } from './health.ts';
import type { SecretSeal } from './secrets.ts';

export interface BackendListParts {
  db: Database;
  clock: Clock;
  seal: SecretSeal;
  connectors: Connectors;
}

/** Describes a backend that was just saved. */
export async function describeBackend(parts: BackendListParts, saved: SavedBackend): Promise<Backend> {
  return { ...(await describe(parts, saved, await readHealth(parts))), settings: saved.settings };
}

/** Describes all backends, the built-in desk first. Settings are included for administrators only. */
export async function describeBackends(
  parts: BackendListParts,
  isAdministrator: boolean,
): Promise<ListedBackend[]> {
  const stored = await listBackends(parts);
  const healthOf = await readHealth(parts);
  return Promise.all(
    stored.map(async (backend) => ({
      ...(await describe(parts, backend, healthOf)),
      kind: backend.kind,
      settings: backend.settings,
      ...(isAdministrator ? {} : { settings: null, storedSecrets: [] }),
    })),
  );
}

async function describe(
  { connectors }: BackendListParts,
  stored: StoredBackend,
  healthOf: Awaited<ReturnType<typeof readHealth>>,
): Promise<Omit<Backend, 'settings'>> {
  const { id, name, createdAt } = stored;
  // a backend removed a moment ago has no connector any more
  const { capabilities } = (await connectors.of(id)) ?? connectors.make(stored);
  return {
    id,
    name,
    createdAt,
    storedSecrets: storedSecretsOf(stored),
    capabilities,
    health: healthOf(stored),
  };
}
