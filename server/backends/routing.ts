// Chooses the backend of a new ticket: the most specific route for its organisation and entry, else the default.
import { matchingRouteKeys, type Route } from '../../contract/backends.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { writeAll } from '../storage/write-batches.ts';

/** Returns the ids of leaf, service and family, in that order. */
export function levelsOf({
  id,
  serviceId,
  familyId,
}: Pick<Row<'catalogueEntry'>, 'id' | 'serviceId' | 'familyId'>): string[] {
  return [id, serviceId, familyId];
}

/**
 * The routes that apply to one organisation, read once. An entry of the organisation wins (leaf before service before
 * family), then an entry of any organisation in the same order, then the organisation, then the default.
 */
export interface RoutesOf {
  /** every backend that a new ticket may go to, without duplicates */
  backendIds: readonly string[];
  /** `levels` are the ids from the leaf up; empty for a ticket without category. Throws without a default route. */
  backendOf(levels: readonly string[]): string;
}

export async function readRoutesOf(db: Database, organisationId: string): Promise<RoutesOf> {
  const routes = await db
    .selectFrom('route')
    .selectAll()
    .where(({ eb, or }) => or([eb('organisationId', '=', organisationId), eb('organisationId', 'is', null)]))
    .execute();
  const keyOf = (route: Omit<Route, 'backendId'>) => JSON.stringify([route.organisationId, route.entryId]);
  const byKey = new Map(routes.map((route) => [keyOf(route), route.backendId]));
  return {
    backendIds: [...new Set(byKey.values())],
    backendOf(levels) {
      for (const route of matchingRouteKeys(organisationId, levels)) {
        const found = byKey.get(keyOf(route));
        if (found !== undefined) return found;
      }
      throw new Error('there is no default route');
    },
  };
}

/** Returns every route, the default last. */
export async function listRoutes(db: Database): Promise<Route[]> {
  const rows = await db.selectFrom('route').select(['organisationId', 'entryId', 'backendId']).execute();
  const keyOf = ({ organisationId, entryId }: Route) =>
    `${organisationId === null ? 1 : 0} ${organisationId} ${entryId === null ? 1 : 0} ${entryId}`;
  return rows.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/**
 * Replaces all routes; existing tickets stay on their backend. Errors: route-target-unknown when a route names an
 * organisation or a backend that does not exist, invalid-request when two routes match the same tickets.
 */
export function replaceRoutes(
  { db, audit }: { db: Database; audit: Audit },
  staffId: string,
  routes: readonly Route[],
): Promise<Result<Route[]>> {
  return db.transaction().execute(async (transaction) => {
    const repeated = repeatedRoute(routes);
    if (repeated !== null) {
      const issue = { path: String(repeated), message: 'another route is for the same tickets' };
      return err('invalid-request', { issues: [issue] });
    }
    if (!(await targetsExist(transaction, routes))) return err('route-target-unknown');
    await transaction.deleteFrom('route').execute();
    await writeAll(routes, (some) => transaction.insertInto('route').values(some).execute());
    await audit(transaction, {
      staffId,
      act: 'change-routes',
      subject: { kind: 'backend', id: defaultOf(routes) },
      details: { routes: routes.length },
    });
    return ok(await listRoutes(transaction));
  });
}

/** Returns the position of the first route that repeats an earlier one, or null. */
function repeatedRoute(routes: readonly Route[]): number | null {
  const seen = new Set<string>();
  for (const [position, { organisationId, entryId }] of routes.entries()) {
    const key = JSON.stringify([organisationId, entryId]);
    if (seen.has(key)) return position;
    seen.add(key);
  }
  return null;
}

async function targetsExist(db: Database, routes: readonly Route[]): Promise<boolean> {
  const organisations = new Set(
    (await db.selectFrom('organisation').select('id').execute()).map(({ id }) => id),
  );
  const backends = new Set((await db.selectFrom('backend').select('id').execute()).map(({ id }) => id));
  return routes.every(
    ({ organisationId, backendId }) =>
      (organisationId === null || organisations.has(organisationId)) && backends.has(backendId),
  );
}

function defaultOf(routes: readonly Route[]): string {
  const found = routes.find(({ organisationId, entryId }) => organisationId === null && entryId === null);
  return found?.backendId ?? '';
}
