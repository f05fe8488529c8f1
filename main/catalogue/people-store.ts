// People the help desk has answered with, sealed, so that they are found again without a network.
import type { Database } from 'better-sqlite3';
import { Person } from '../../contract/people.ts';
import { LIMITS } from '../../contract/primitives.ts';
import { openJson, type Seal, sealJson } from '../db/seal.ts';
import { type Chance, newId } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import { fold, hasWords } from '../support/fold.ts';

const TABLE = 'person_seen';
/** Those seen last; more than anybody writes on behalf of, and read within some 25 ms. */
const CAPACITY = 1000;

export interface PeopleStore {
  remember(people: readonly Person[]): void;
  /** Those whose name or address have every word, by name; as many as the server would answer at most. */
  find(words: readonly string[]): Person[];
  /** For apply-changes alone: what the former requester was answered. */
  removeAll(): void;
}

interface Parts {
  db: Database;
  seal: Seal;
  chance: Chance;
  clock: Clock;
}

/** Read from the disk when it is first needed. */
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
