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
  /** people whose tickets stayed at their former address: somebody else of the directory had the new one */
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
    const { moved, unmoved } = movesIn(present, rows);
    await move(transaction, organisationId, moved);
    const tally = { added: added.length, changed: changed.length, retired: retired.length };
    const subject = { kind: 'organisation', id: organisationId } as const;
    await audit(transaction, { staffId: null, act: 'import-directory', subject, details: tally });
    return { tally, unmoved };
  });
}

/** An address that another person of the directory had is moved to only where that one moves too: it is given on, and joins nobody. */
function movesIn(
  present: readonly Row<'person'>[],
  rows: readonly Row<'person'>[],
): { moved: MovedPerson[]; unmoved: MovedPerson[] } {
  const before = new Map(
    present.flatMap(({ stableId, email }) => (stableId === null ? [] : [[stableId, email]])),
  );
  const all = rows.flatMap(({ stableId, email: to }) => {
    const from = stableId === null ? undefined : before.get(stableId);
    return from === undefined || from === to ? [] : [{ from, to }];
  });
  const had = new Set(present.map(({ email }) => email));
  let moved = all;
  // who stays keeps their address from whoever would come there, and so on
  for (;;) {
    const leaving = new Set(moved.map(({ from }) => from));
    const possible = moved.filter(({ to }) => !had.has(to) || leaving.has(to));
    if (possible.length === moved.length) break;
    moved = possible;
  }
  return { moved, unmoved: all.filter((one) => !moved.includes(one)) };
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
