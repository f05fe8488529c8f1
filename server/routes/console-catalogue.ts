// The catalogues of all organisations, as far as administrators need them to set up routes.
import { readRoutableEntries } from '../catalogue/routable-entries.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Database } from '../storage/schema.ts';

export function consoleCatalogueHandlers({ db }: { db: Database }) {
  return {
    listRoutableEntries: async () => readRoutableEntries(db),
  } satisfies Partial<Handlers>;
}
