// The routes of catalogues: that of one organisation, which tickets are corrected by, and the entries of all, for routing.
import { readCatalogue } from '../catalogue/read-catalogue.ts';
import { readRoutableEntries } from '../catalogue/routable-entries.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Database } from '../storage/schema.ts';

export function consoleCatalogueHandlers({ db }: { db: Database }) {
  return {
    listRoutableEntries: async () => readRoutableEntries(db),
    readCatalogueOfOrganisation: async ({ params: { id } }) =>
      (await readCatalogue(db, id)) ?? { version: '', families: [] },
  } satisfies Partial<Handlers>;
}
