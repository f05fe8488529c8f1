// Searches the people of an organisation, to write on their behalf or to invite them.
import { fold, wordsOf } from '../../contract/fold.ts';
import type { Person } from '../../contract/people.ts';
import { LIMITS } from '../../contract/primitives.ts';
import { containsWords } from '../storage/contains-words.ts';
import type { Database } from '../storage/schema.ts';

interface PeopleQuery {
  organisationId: string;
  /** id of the searching requester, who is left out of the results; null where staff search */
  requesterId: string | null;
  /** parts of a name or an address, in any order */
  search: string;
}

/** Returns at most LIMITS.peoplePerSearch people by name, from the directory and from confirmed requesters. */
export async function searchPeople(db: Database, query: PeopleQuery): Promise<Person[]> {
  const words = wordsOf(query.search);
  const people = [...(await fromDirectory(db, query, words)), ...(await fromRequesters(db, query, words))];
  return people
    .sort((one, other) => (fold(one.fullName) < fold(other.fullName) ? -1 : 1))
    .slice(0, LIMITS.peoplePerSearch);
}

async function fromDirectory(
  db: Database,
  { organisationId, requesterId }: PeopleQuery,
  words: readonly string[],
): Promise<Person[]> {
  return db
    .selectFrom('person')
    .select(['email', 'fullName', 'site'])
    .where('organisationId', '=', organisationId)
    .$if(requesterId !== null, (query) =>
      query.where('email', '!=', ({ selectFrom }) =>
        selectFrom('requester').select('requester.email').where('requester.id', '=', requesterId),
      ),
    )
    .where(containsWords('searchText', words))
    .orderBy('searchText')
    .limit(LIMITS.peoplePerSearch)
    .execute();
}

async function fromRequesters(
  db: Database,
  { organisationId, requesterId }: PeopleQuery,
  words: readonly string[],
): Promise<Person[]> {
  const rows = await db
    .selectFrom('requester')
    .leftJoin('person', (join) =>
      join
        .onRef('person.organisationId', '=', 'requester.organisationId')
        .onRef('person.email', '=', 'requester.email'),
    )
    .select(['requester.email', 'requester.fullName'])
    .where('requester.organisationId', '=', organisationId)
    .where('requester.confirmedAt', 'is not', null)
    .$if(requesterId !== null, (query) => query.where('requester.id', '!=', requesterId))
    .where('person.email', 'is', null)
    .where(containsWords('requester.searchText', words))
    .orderBy('requester.searchText')
    .limit(LIMITS.peoplePerSearch)
    .execute();
  return rows.map((row) => ({ ...row, site: null }));
}
