// People found in earlier searches, sealed on disk, for searching offline.
import type { Database } from 'better-sqlite3';
import { fold, hasWords } from '../../contract/fold.ts';
import { Person } from '../../contract/people.ts';
import { LIMITS } from '../../contract/primitives.ts';
import { openJson, type Seal, sealJson } from '../db/seal.ts';
import { type Chance, newId } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';

const TABLE = 'person_seen';
/** The most recent people kept: more than anybody writes on behalf of, and read in about 25 ms. */
const CAPACITY = 1000;

export interface PeopleStore {
  remember(people: readonly Person[]): void;
  /** People whose name or address contains every word, by name; at most as many as the server returns. */
  find(words: readonly string[]): Person[];
  /** For apply-changes only: removes the former requester's results. */
  removeAll(): void;
}

interface Parts {
  db: Database;
  seal: Seal;
  chance: Chance;
  clock: Clock;
}

/** Read from disk on first use. */
export function createPeopleStore({ db, seal, chance, clock }: Parts): PeopleStore {
  type Row = { id: string; sealed: Buffer };
  const select = db.prepare<[], Row>('select id, sealed from person_seen');
  const upsert = db.prepare(
    `insert into person_seen (id, sealed, seen_at) values (@id, @sealed, @seenAt)
     on conflict (id) do update set sealed = excluded.sealed, seen_at = excluded.seen_at`,
  );
  const removeOldest = db
    .prepare<[number], string>(
      `delete from person_seen
       where id not in (select id from person_seen order by seen_at desc limit ?) returning id`,
    )
    .pluck();
  const removeAll = db.prepare('delete from person_seen');
  /** by address */
  let known: Map<string, { id: string; person: Person }> | null = null;

  function read(): Map<string, { id: string; person: Person }> {
    const found = select.all().flatMap(({ id, sealed }) => {
      const person = openJson(seal, Person, TABLE, id, sealed);
      return person ? [[person.email, { id, person }] as const] : [];
    });
    return new Map(found);
  }

  return {
    remember: db.transaction((people: readonly Person[]) => {
      known ??= read();
      const seenAt = clock.now().toISOString();
      for (const person of people) {
        const id = known.get(person.email)?.id ?? newId(chance);
        upsert.run({ id, sealed: sealJson(seal, TABLE, id, person), seenAt });
        known.set(person.email, { id, person });
      }
      if (known.size <= CAPACITY) return;
      const gone = new Set(removeOldest.all(CAPACITY));
      for (const [email, { id }] of known) if (gone.has(id)) known.delete(email);
    }),
    find(words) {
      known ??= read();
      return [...known.values()]
        .map(({ person }) => person)
        .filter(({ fullName, email }) => hasWords(fold(`${fullName} ${email}`), words))
        .sort((a, b) => a.fullName.localeCompare(b.fullName))
        .slice(0, LIMITS.peoplePerSearch);
    },
    removeAll() {
      removeAll.run();
      known = null;
    },
  };
}
