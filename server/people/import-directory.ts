// Replaces the directory of an organisation by that of a file. Requesters stay: they own tickets.

import { fold } from '../../contract/fold.ts';
import type { DirectoryPerson } from '../../contract/people.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type ImportCounts, writeAll } from '../storage/write-batches.ts';
import { windowsKeyOf } from './windows-names.ts';

/** A person of whom the file has the same id as before, and another address. */
export interface MovedPerson {
  from: string;
  to: string;
}

interface ImportParts {
  db: Database;
  audit: Audit;
  /** Gives people their new addresses, with their tickets, in the caller's transaction. */
  move(transaction: Database, organisationId: string, moved: readonly MovedPerson[]): Promise<void>;
}

interface ImportedDirectory {
  tally: ImportCounts;
  /** requesters who have a new address */
  moved: MovedPerson[];
  /** requesters who stayed at their former address: the new one may be somebody else's */
  unmoved: MovedPerson[];
}

/**
 * Writes only differences, in one transaction. `retired` counts people removed from the directory. Who has the same id and another address
 * than before keeps their tickets.
 */
export function importDirectory(
  { db, audit, move }: ImportParts,
  organisationId: string,
  people: readonly DirectoryPerson[],
): Promise<ImportedDirectory> {
  const rows = people.map((person) => rowOf(organisationId, person));
  const wanted = new Set(rows.map(({ email }) => email));
  return db.transaction().execute(async (transaction) => {
    const present = await transaction
      .selectFrom('person')
      .selectAll()
      .where('organisationId', '=', organisationId)
      .execute();
    const before = new Map(present.map((row) => [row.email, row]));
    const added = rows.filter(({ email }) => !before.has(email));
    const changed = rows.filter((row) => isOther(row, before.get(row.email)));
    const retired = present.filter(({ email }) => !wanted.has(email));
    const outdated = [...retired, ...changed].map(({ email }) => email);
    await writeAll(outdated, (some) =>
      transaction
        .deleteFrom('person')
        .where('organisationId', '=', organisationId)
        .where('email', 'in', some)
        .execute(),
    );
    await writeAll([...added, ...changed], (some) => transaction.insertInto('person').values(some).execute());
    const requesters = await addressesOfRequesters(transaction, organisationId);
    const { moved, unmoved } = movesIn(present, rows, requesters);
    await move(transaction, organisationId, moved);
    const tally = { added: added.length, changed: changed.length, retired: retired.length };
    const subject = { kind: 'organisation', id: organisationId } as const;
    await audit(transaction, { staffId: null, act: 'import-directory', subject, details: tally });
    return { tally, moved, unmoved };
  });
}

async function addressesOfRequesters(db: Database, organisationId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('requester')
    .select('email')
    .where('organisationId', '=', organisationId)
    .execute();
  return new Set(rows.map(({ email }) => email));
}

/**
 * Joins nobody. An address that somebody else has or had is moved to only where that one moves too: it is given on. An address that stays in
 * the file is moved from only where somebody moves to it: otherwise the ids are those of other people than before, as row numbers are.
 */
function movesIn(
  present: readonly Row<'person'>[],
  rows: readonly Row<'person'>[],
  requesters: ReadonlySet<string>,
): { moved: MovedPerson[]; unmoved: MovedPerson[] } {
  const before = new Map(
    present.flatMap(({ stableId, email }) => (stableId === null ? [] : [[stableId, email]])),
  );
  const all = rows.flatMap(({ stableId, email: to }) => {
    const from = stableId === null ? undefined : before.get(stableId);
    return from === undefined || from === to ? [] : [{ from, to }];
  });
  const taken = new Set([...requesters, ...present.map(({ email }) => email)]);
  const kept = new Set(rows.map(({ email }) => email));
  let moved = all;
  // who stays keeps their address from whoever would come there, and so on
  for (;;) {
    const leaving = new Set(moved.map(({ from }) => from));
    const arriving = new Set(moved.map(({ to }) => to));
    const possible = moved.filter(
      ({ from, to }) => (!taken.has(to) || leaving.has(to)) && (!kept.has(from) || arriving.has(from)),
    );
    if (possible.length === moved.length) break;
    moved = possible;
  }
  const known = all.filter(({ from }) => requesters.has(from));
  return {
    moved: known.filter((one) => moved.includes(one)),
    unmoved: known.filter((one) => !moved.includes(one)),
  };
}

function rowOf(
  organisationId: string,
  { userName, id: stableId, ...person }: DirectoryPerson,
): Row<'person'> {
  const { email, fullName } = person;
  const userKey = userName === null ? null : windowsKeyOf(userName);
  return { organisationId, ...person, userKey, stableId, searchText: fold(`${fullName} ${email}`) };
}

function isOther(row: Row<'person'>, before: Row<'person'> | undefined): boolean {
  if (before === undefined) return false;
  return (Object.keys(row) as (keyof Row<'person'>)[]).some((column) => row[column] !== before[column]);
}
