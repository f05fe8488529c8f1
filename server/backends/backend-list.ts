// Backends as the console shows them: how each is set up, what it can do and how it is doing, and no secret.
import type { Backend, ListedBackend } from '../../contract/backends.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/schema.ts';
import { keptSecretsOf, listBackends, type StoredBackend, type WrittenBackend } from './backend-store.ts';
import type { Connectors } from './connectors.ts';
import { type DeliveryHealth, readHealth } from './health.ts';
import type { SecretSeal } from './secrets.ts';

export interface BackendListParts {
  db: Database;
  clock: Clock;
  seal: SecretSeal;
  connectors: Connectors;
  deliveryHealth: DeliveryHealth;
}

/** One that was just written. */
export async function describeBackend(parts: BackendListParts, written: WrittenBackend): Promise<Backend> {
  return { ...(await describe(parts, written, await readHealth(parts))), settings: written.settings };
}

/** All of them, the built-in desk first; only administrators are shown how they are set up. */
export async function describeBackends(
  parts: BackendListParts,
  isAdministrator: boolean,
): Promise<ListedBackend[]> {
  const stored = await listBackends(parts);
  const healthOf = await readHealth(parts);
  return Promise.all(
    stored.map(async (backend) => ({
      ...(await describe(parts, backend, healthOf)),
      ...{ kind: backend.kind, settings: backend.settings },
      ...(isAdministrator ? {} : { settings: null, keptSecrets: [] }),
    })),
  );
}

async function describe(
  { connectors }: BackendListParts,
  stored: StoredBackend,
  healthOf: Awaited<ReturnType<typeof readHealth>>,
): Promise<Omit<Backend, 'settings'>> {
  const { id, name, createdAt } = stored;
  // one that was removed a moment ago has no connector of its own any more
  const { capabilities } = (await connectors.of(id)) ?? connectors.make(stored);
  return {
    ...{ id, name, createdAt },
    keptSecrets: keptSecretsOf(stored),
    capabilities,
    health: healthOf(stored),
  };
}
