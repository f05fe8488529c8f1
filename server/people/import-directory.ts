// Replaces the directory of an organisation by that of a file. Requesters stay: they own tickets.

import { fold } from '../../contract/fold.ts';
import type { DirectoryPerson } from '../../contract/people.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type ImportCounts, writeAll } from '../storage/write-batches.ts';
import { windowsKeyOf } from './windows-names.ts';

/** Writes only differences, in one transaction. `retired` counts people removed from the directory. */
export function importDirectory(
  { db, audit }: { db: Database; audit: Audit },
  organisationId: string,
  people: readonly DirectoryPerson[],
): Promise<ImportCounts> {
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
    const tally = { added: added.length, changed: changed.length, retired: retired.length };
    const subject = { kind: 'organisation', id: organisationId } as const;
    await audit(transaction, { staffId: null, act: 'import-directory', subject, details: tally });
    return tally;
  });
}

function rowOf(organisationId: string, { userName, ...person }: DirectoryPerson): Row<'person'> {
  const { email, fullName } = person;
  const userKey = userName === null ? null : windowsKeyOf(userName);
  return { organisationId, ...person, userKey, searchText: fold(`${fullName} ${email}`) };
}

function isOther(row: Row<'person'>, before: Row<'person'> | undefined): boolean {
  if (before === undefined) return false;
  return (Object.keys(row) as (keyof Row<'person'>)[]).some((column) => row[column] !== before[column]);
}
