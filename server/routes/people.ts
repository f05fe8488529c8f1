// Searches the people of an organisation, for a requester who writes on their behalf or invites them.
import type { Handlers } from '../http/serve-api.ts';
import { searchPeople } from '../people/search.ts';
import type { Database } from '../storage/schema.ts';

export function peopleHandlers({ db }: { db: Database }) {
  return {
    findPeople: {
      rates: ['searchesOfAgent', 'hourlySearchesOfAgent', 'dailySearchesOfAgent'],
      handle: async ({ agent: { organisationId, requesterId }, query: { search } }) => ({
        people: await searchPeople(db, { organisationId, requesterId, search }),
      }),
    },
  } satisfies Partial<Handlers>;
}
