// Searches the people of an organisation, for a requester who writes on their behalf or invites them.
import { MINUTE } from '../clock.ts';
import { agentOf } from '../http/agent-auth.ts';
import { fail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import { searchPeople } from '../people/search.ts';
import type { Database } from '../storage/schema.ts';

/** Per agent: more than anybody types, far too few to copy a directory. */
const MOST_SEARCHES = { max: 60, timeWindow: MINUTE } as const;

export function peopleHandlers({ db }: { db: Database }) {
  return {
    findPeople: {
      rateLimit: { ...MOST_SEARCHES, keyGenerator: (request) => agentOf(request).id },
      handle: async ({ agent: { organisationId, requesterId }, query: { search } }) => {
        if (requesterId === null) fail('address-not-confirmed');
        return { people: await searchPeople(db, { organisationId, requesterId, search }) };
      },
    },
  } satisfies Partial<Handlers>;
}
