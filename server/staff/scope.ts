// The organisations that somebody of the staff is limited to. Every query for staff is narrowed here, every row checked here.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { StaffScope } from '../../contract/console.ts';
import { parseJson } from '../../contract/json.ts';
import type { Database } from '../storage/schema.ts';

/** Reads a stored scope; null is all organisations. Throws on anything else than `storeScope` wrote: it must not read as all. */
export function parseScope(stored: string | null): StaffScope {
  if (stored === null) return null;
  const ids = parseJson(stored);
  if (!Array.isArray(ids)) throw new Error('a limit of the staff cannot be read');
  return ids.map(String);
}

export function storeScope(scope: StaffScope): string | null {
  return scope === null ? null : JSON.stringify([...new Set(scope)].sort());
}

/** Whether somebody with this scope sees and reaches the organisation. */
export function reaches(scope: StaffScope, organisationId: string): boolean {
  return scope === null || scope.includes(organisationId);
}

/** Whether two scopes have an organisation in common. */
export function overlap(one: StaffScope, other: StaffScope): boolean {
  return one === null || other === null || one.some((id) => other.includes(id));
}

/** Whether the first scope has nothing beyond the second. */
export function isWithin(inner: StaffScope, outer: StaffScope): boolean {
  return outer === null || (inner?.every((id) => outer.includes(id)) ?? false);
}

/** Whether somebody of this scope may give the other one: no more than their own, of organisations that exist. */
export async function isGrantable(db: Database, own: StaffScope, given: StaffScope): Promise<boolean> {
  if (!isWithin(given, own)) return false;
  if (given === null) return true;
  const known = await db.selectFrom('organisation').select('id').where('id', 'in', given).execute();
  return known.length === new Set(given).size;
}

/** What of a scope somebody of another scope may know: null where it has all that they have. */
export function seenBy(viewer: StaffScope, scope: StaffScope): StaffScope {
  if (scope === null || viewer === null) return scope;
  const common = scope.filter((id) => viewer.includes(id));
  return common.length === viewer.length ? null : common;
}

/** The condition that a column names an organisation of the scope. */
export function inScope(scope: StaffScope, column: string): RawBuilder<SqlBool> {
  return scope === null ? sql<SqlBool>`1 = 1` : sql<SqlBool>`${sql.ref(column)} in (${sql.join(scope)})`;
}

/** The condition that the scope of one column, as `storeScope` wrote it, reaches the organisation that the other column names. */
export function reachesIn(scopeColumn: string, organisationColumn: string): RawBuilder<SqlBool> {
  const [scope, organisation] = [sql.ref(scopeColumn), sql.ref(organisationColumn)];
  return sql<SqlBool>`(${scope} is null or ${scope} like '%"' || ${organisation} || '"%')`;
}
