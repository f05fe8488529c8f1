// The routes while they are edited: one row each, and the default apart.
import { type BackendCapabilities, matchingRouteKeys, type Route } from '../../contract/backends.ts';
import type { RoutableEntry } from '../../contract/console.ts';

export interface RouteRow extends Route {
  /** React key of the row, without another meaning */
  key: number;
}

export interface EditedRoutes {
  rows: readonly RouteRow[];
  /** the backend of every ticket that no row matches */
  defaultTo: string;
}

function isDefault({ organisationId, entryId }: Pick<Route, 'organisationId' | 'entryId'>): boolean {
  return organisationId === null && entryId === null;
}

export function editedRoutes(routes: readonly Route[]): EditedRoutes {
  const rows = routes.filter((route) => !isDefault(route)).map((route, key) => ({ ...route, key }));
  return { rows, defaultTo: routes.find(isDefault)?.backendId ?? 'built-in' };
}

export function withRow({ rows, defaultTo }: EditedRoutes): EditedRoutes {
  const key = 1 + Math.max(-1, ...rows.map((row) => row.key));
  return { defaultTo, rows: [...rows, { key, organisationId: null, entryId: null, backendId: defaultTo }] };
}

/** Why a row is invalid; null if it is valid. */
export type RouteProblem = 'everything' | 'repeated' | null;

/** By the row's key. `everything`: the row names neither organisation nor category, as the default does already. */
export function problemsOf({ rows }: EditedRoutes): ReadonlyMap<number, RouteProblem> {
  const seen = new Set<string>();
  return new Map(
    rows.map((row) => {
      const target = JSON.stringify([row.organisationId, row.entryId]);
      const isRepeated = seen.has(target);
      seen.add(target);
      return [row.key, isDefault(row) ? 'everything' : isRepeated ? 'repeated' : null];
    }),
  );
}

export function routesOf({ rows, defaultTo }: EditedRoutes): Route[] {
  return [
    ...rows.map(({ organisationId, entryId, backendId }) => ({ organisationId, entryId, backendId })),
    { organisationId: null, entryId: null, backendId: defaultTo },
  ];
}

/** The entries that a row may name: those of its organisation, or of all organisations, without duplicates. */
export function entriesFor(
  entries: readonly RoutableEntry[],
  organisationId: string | null,
): RoutableEntry[] {
  const own = entries.filter((entry) => organisationId === null || entry.organisationId === organisationId);
  return [...new Map(own.toReversed().map((entry) => [entry.id, entry])).values()].toReversed();
}

/** A backend, and the acts that say whether it supports approval. */
interface ApprovalBackend {
  id: string;
  capabilities: Pick<BackendCapabilities, 'acts'>;
}

/**
 * By the row's key, null for the default: the categories with an approver that the row routes to a backend without
 * approval. A row without such categories has no entry.
 */
export function unapprovedOf(
  { rows, defaultTo }: EditedRoutes,
  entries: readonly RoutableEntry[],
  backends: readonly ApprovalBackend[],
): ReadonlyMap<number | null, RoutableEntry[]> {
  const targetOf = ({ organisationId, entryId }: Pick<Route, 'organisationId' | 'entryId'>) =>
    JSON.stringify([organisationId, entryId]);
  const routes = [...rows, { organisationId: null, entryId: null, key: null, backendId: defaultTo }];
  const byTarget = new Map(routes.toReversed().map((route) => [targetOf(route), route]));
  const withoutApproval = new Set(
    backends.filter(({ capabilities }) => !capabilities.acts.includes('approve')).map(({ id }) => id),
  );
  const unapproved = new Map<number | null, RoutableEntry[]>();
  for (const entry of entries) {
    if (entry.approvedLevels === null) continue;
    const route = matchingRouteKeys(entry.organisationId, entry.approvedLevels)
      .map((target) => byTarget.get(targetOf(target)))
      .find((found) => found !== undefined);
    if (route && withoutApproval.has(route.backendId))
      unapproved.set(route.key, [...(unapproved.get(route.key) ?? []), entry]);
  }
  return unapproved;
}
