// Finding people of the organisation: asked of the help desk, or of what it answered before.

import { wordsOf } from '../../contract/fold.ts';
import type { Person } from '../../contract/people.ts';
import type { ServerClient } from '../http/server-client.ts';
import type { PeopleStore } from './people-store.ts';

/** The server asks for as much. */
const SHORTEST_SEARCH = 2;

export interface PeopleSources {
  /** null where no help desk is configured */
  client: Pick<ServerClient, 'findPeople'> | null;
  isOnline(): boolean;
  people: PeopleStore;
}

/**
 * Never fails: without an answer from the help desk, those it answered with before are searched by the same rule, each
 * word somewhere in the name or the address.
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
