// The people of an organisation, for a requester who writes on their behalf or invites them.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { People, PeopleQuery } from '../../contract/people.ts';
import { MINUTE } from '../clock.ts';
import { agentOf, requireActive, requireAgent } from '../http/agent-auth.ts';
import { fail } from '../http/errors.ts';
import { searchPeople } from '../people/search.ts';
import type { Database } from '../storage/schema.ts';
import { BY_AGENT, FAILURES } from './answers.ts';

/** Of one agent: more than anybody types, far less than it takes to copy a directory. */
const MOST_SEARCHES = { max: 60, timeWindow: MINUTE } as const;

export function peopleRoutes({ db }: { db: Database }): FastifyPluginAsyncZod {
  const { onRequest } = requireAgent(db);
  return async (app) => {
    app.get(
      '/v1/people',
      {
        onRequest,
        preHandler: requireActive,
        config: { rateLimit: { ...MOST_SEARCHES, keyGenerator: (request) => agentOf(request).id } },
        schema: {
          ...BY_AGENT,
          summary: 'Find people of the organisation by parts of their name or address, twenty at most',
          querystring: PeopleQuery,
          response: { 200: People, ...FAILURES },
        },
      },
      async (request) => {
        const { organisationId, requesterId } = agentOf(request);
        if (requesterId === null) fail('address-not-confirmed');
        const { search } = request.query;
        return { people: await searchPeople(db, { organisationId, asker: requesterId, search }) };
      },
    );
  };
}
