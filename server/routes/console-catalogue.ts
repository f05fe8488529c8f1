// The route that lists the catalogue entries of all organisations, which administrators choose from when they set up routing.
import { readRoutableEntries } from '../catalogue/routable-entries.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Database } from '../storage/schema.ts';

export function consoleCatalogueHandlers({ db }: { db: Database }) {
  return {
    listRoutableEntries: async () => readRoutableEntries(db),
  } satisfies Partial<Handlers>;
}
