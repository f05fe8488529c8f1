// Checks the approvers that the catalogue names: whether the directory has them.
import { MANAGER } from '../../contract/catalogue.ts';
import type { Database, Row } from '../storage/schema.ts';
import { offeredEntries } from './read-catalogue.ts';

/** A catalogue entry whose approver is not in the organisation's directory. */
export interface UnknownApprover {
  id: string;
  approver: string;
}

/** Returns the entries whose approver is not in the organisation's directory. */
export async function findUnknownApprovers(
  db: Database,
  organisationId: string,
  entries: readonly Pick<Row<'catalogueEntry'>, 'id' | 'approver'>[],
): Promise<UnknownApprover[]> {
  const asking = entries.flatMap(({ id, approver }) =>
    approver === null || approver === MANAGER ? [] : [{ id, approver }],
  );
  if (asking.length === 0) return [];
  const people = await db
    .selectFrom('person')
    .select('email')
    .where('organisationId', '=', organisationId)
    .execute();
  const known = new Set(people.map(({ email }) => email));
  return asking.filter(({ approver }) => !known.has(approver));
}

/** Checks the entries that the organisation offers now. */
export async function findOfferedUnknownApprovers(
  db: Database,
  organisationId: string,
): Promise<UnknownApprover[]> {
  return findUnknownApprovers(db, organisationId, await offeredEntries(db, organisationId));
}
