// What every agent of an organisation is told at each sync: kept in memory for each revision of the settings.
import type { BackendGaps, Catalogue } from '../../contract/catalogue.ts';
import type { Standing } from '../../contract/enrolment.ts';
import { readAnnouncements, type StoredAnnouncement } from '../announcements/in-force.ts';
import { readBackendGaps } from '../backends/backend-gaps.ts';
import type { Backends } from '../backends/backends.ts';
import { readCatalogue } from '../catalogue/read-catalogue.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { confirmsBySignIn } from '../enrolment/sign-in-provider.ts';
import { hasDirectory } from '../people/directory.ts';
import { rememberByRevision } from '../storage/remembered.ts';
import type { Database } from '../storage/schema.ts';

export interface SyncSettings {
  proof: Standing['proof'];
  /** whether a directory was imported */
  hasDirectory: boolean;
  /** null where the organisation has none */
  catalogue: Catalogue | null;
  backendGaps: BackendGaps;
  /** not withdrawn; some may be over by now */
  announcements: readonly StoredAnnouncement[];
}

export function rememberSyncSettings({
  db,
  clock,
  backends,
}: {
  db: Database;
  clock: Clock;
  backends: Backends;
}): (revision: number, organisationId: string) => Promise<SyncSettings> {
  return rememberByRevision(async (organisationId) => ({
    proof: (await confirmsBySignIn(db, organisationId)) ? 'sign-in' : 'token',
    hasDirectory: await hasDirectory(db, organisationId),
    catalogue: await readCatalogue(db, organisationId),
    backendGaps: await readBackendGaps(db, backends, organisationId),
    announcements: await readAnnouncements(db, organisationId, instantFrom(clock)),
  }));
}
