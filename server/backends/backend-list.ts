// Backends as the console lists them: settings, capabilities and health of each, without secrets.
import type { Backend, ListedBackend } from '../../contract/backends.ts';
import type { Staff } from '../../contract/console.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../storage/schema.ts';
import {
  BUILT_IN,
  listBackends,
  type SavedBackend,
  type StoredBackend,
  storedSecretsOf,
} from './backend-store.ts';
import type { Connectors } from './connectors.ts';
import { readHealth } from './health.ts';
import type { SecretSeal } from './secrets.ts';
import { isBackendSeen } from './seen-backends.ts';

export interface BackendListParts {
  db: Database;
  clock: Clock;
  seal: SecretSeal;
  connectors: Connectors;
}

/** Describes a backend that was just saved. */
export async function describeBackend(parts: BackendListParts, saved: SavedBackend): Promise<Backend> {
  return { ...(await describe(parts, saved, await readHealth(parts, null))), settings: saved.settings };
}

/** Describes the backends that somebody sees, the built-in desk first. Settings are for administrators of all organisations only. */
export async function describeBackends(
  parts: BackendListParts,
  { role, organisationIds: scope }: Pick<Staff, 'role' | 'organisationIds'>,
): Promise<ListedBackend[]> {
  const stored = await listBackends(parts);
  const seen = await parts.db.selectFrom('backend').select('id').where(isBackendSeen(scope)).execute();
  const healthOf = await readHealth(parts, scope);
  const showsSettings = role === 'administrator' && scope === null;
  return Promise.all(
    stored
      .filter(({ id }) => id === BUILT_IN || seen.some((one) => one.id === id))
      .map(async (backend) => ({
        ...(await describe(parts, backend, healthOf)),
        kind: backend.kind,
        settings: backend.settings,
        ...(showsSettings ? {} : { settings: null, storedSecrets: [] }),
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
