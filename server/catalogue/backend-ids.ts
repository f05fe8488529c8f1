// Ids of catalogue entries that come from a backend: they begin with whose they are, so that no two backends share one.
import type { Row } from '../storage/schema.ts';

/** How the ids of families, services and leaves begin that this backend offers. */
export function ownIds(backendId: string): string {
  return `backend.${backendId}.`;
}

/**
 * What the backend itself calls this leaf; null for one of a file, or of another backend. Leaves that were brought in
 * before their ids named a backend keep the backend's bare id, and are told by their family.
 */
export function idThere(
  backendId: string,
  { id, familyId }: Pick<Row<'catalogueEntry'>, 'id' | 'familyId'>,
): string | null {
  const own = ownIds(backendId);
  if (id.startsWith(own)) return id.slice(own.length);
  return familyId.startsWith(own) && !id.startsWith('backend.') ? id : null;
}
