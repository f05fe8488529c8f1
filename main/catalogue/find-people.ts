// Searches people of the organisation: on the server, or offline among earlier results.

import { SHORTEST_SEARCH } from '../../contract/constants.ts';
import { wordsOf } from '../../contract/fold.ts';
import type { Person } from '../../contract/people.ts';
import type { ServerClient } from '../http/server-client.ts';
import type { PeopleStore } from './people-store.ts';

export interface PeopleSources {
  /** null when no server is configured */
  client: Pick<ServerClient, 'findPeople'> | null;
  isOnline(): boolean;
  people: PeopleStore;
}

/**
 * Never fails: without an answer from the server, earlier results are searched by the same rule, each word somewhere in
 * the name or the address.
 */
export async function findPeople(
  typed: string,
  { client, isOnline, people }: PeopleSources,
): Promise<{ people: Person[]; fromMemory: boolean }> {
  const search = typed.trim();
  if (search.length < SHORTEST_SEARCH) return { people: [], fromMemory: false };
  const answer = client && isOnline() ? await client.findPeople(search) : null;
  if (!answer?.ok) return { people: people.find(wordsOf(search)), fromMemory: true };
  people.remember(answer.value);
  return { people: answer.value, fromMemory: false };
}
