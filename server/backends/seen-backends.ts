// Which backends somebody of the staff sees who is limited to some organisations.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { StaffScope } from '../../contract/console.ts';
import { inScope } from '../staff/scope.ts';

/** The condition on a backend: not those whose routes name other organisations alone, and that have no ticket of the scope. */
export function isBackendSeen(scope: StaffScope): RawBuilder<SqlBool> {
  if (scope === null) return sql<SqlBool>`1 = 1`;
  const id = sql.ref('backend.id');
  const routes = sql`select 1 from ${sql.table('route')} where ${sql.ref('route.backendId')} = ${id}`;
  const named = sql.ref('route.organisationId');
  return sql<SqlBool>`(not exists (${routes})
    or exists (${routes} and (${named} is null or ${inScope(scope, 'route.organisationId')}))
    or exists (select 1 from ${sql.table('link')}
      inner join ${sql.table('ticket')} on ${sql.ref('ticket.id')} = ${sql.ref('link.ticketId')}
      where ${sql.ref('link.backendId')} = ${id} and ${inScope(scope, 'ticket.organisationId')}))`;
}
