// What backends can do, and where new tickets go: kept in memory for each revision of the settings.
import { rememberByRevision } from '../storage/remembered.ts';
import type { Database } from '../storage/schema.ts';
import { type Backends, type CapabilitiesByBackend, readCapabilities } from './backends.ts';
import { type RoutesOf, readRoutesOf } from './routing.ts';

/** `revision`: KnownAgent.settingsRevision. Not to be called inside a transaction. */
export interface RememberedRouting {
  capabilities(revision: number): Promise<CapabilitiesByBackend>;
  routesOf(revision: number, organisationId: string): Promise<RoutesOf>;
}

export function rememberRouting(db: Database, backends: Backends): RememberedRouting {
  const capabilities = rememberByRevision(() => readCapabilities(backends));
  return {
    capabilities: (revision) => capabilities(revision, ''),
    routesOf: rememberByRevision((organisationId) => readRoutesOf(db, organisationId)),
  };
}
