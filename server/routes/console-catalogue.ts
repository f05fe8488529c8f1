// The routes of what an organisation offers to correct tickets by: its catalogue and its people, whose addresses change; and the entries of
// all, for routing.
import { readCatalogue } from '../catalogue/read-catalogue.ts';
import { readRoutableEntries } from '../catalogue/routable-entries.ts';
import { type AddressParts, changeAddress } from '../desk/change-address.ts';
import { valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import { searchPeople } from '../people/search.ts';

export function consoleCatalogueHandlers(parts: AddressParts) {
  const { db } = parts;
  return {
    listRoutableEntries: async () => readRoutableEntries(db),
    readCatalogueOfOrganisation: async ({ params: { id } }) =>
      (await readCatalogue(db, id)) ?? { version: '', families: [] },
    findPeopleOfOrganisation: async ({ params: { id }, query: { search } }) => ({
      people: await searchPeople(db, { organisationId: id, requesterId: null, search }),
    }),
    changeAddress: async ({ staff, params: { id }, body }) =>
      valueOrFail(await changeAddress(parts, staff.id, id, body)),
  } satisfies Partial<Handlers>;
}
