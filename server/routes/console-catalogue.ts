// The routes of what an organisation offers to correct tickets by: its catalogue and its people; and the entries of all, for routing.
import { readCatalogue } from '../catalogue/read-catalogue.ts';
import { readRoutableEntries } from '../catalogue/routable-entries.ts';
import type { Handlers } from '../http/serve-api.ts';
import { searchPeople } from '../people/search.ts';
import type { Database } from '../storage/schema.ts';

export function consoleCatalogueHandlers({ db }: { db: Database }) {
  return {
    listRoutableEntries: async () => readRoutableEntries(db),
    readCatalogueOfOrganisation: async ({ params: { id } }) =>
      (await readCatalogue(db, id)) ?? { version: '', families: [] },
    findPeopleOfOrganisation: async ({ params: { id }, query: { search } }) => ({
      people: await searchPeople(db, { organisationId: id, requesterId: null, search }),
    }),
  } satisfies Partial<Handlers>;
}
