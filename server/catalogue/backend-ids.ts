// Ids of catalogue entries that come from a backend: a prefix names the backend, so that no two backends share an id.
import type { Row } from '../storage/schema.ts';

/** Returns the prefix of the families, services and leaves that this backend offers. */
export function idPrefix(backendId: string): string {
  return `backend.${backendId}.`;
}

/**
 * Returns the backend's own id of this leaf; null for a leaf of a file or of another backend. Leaves imported before ids
 * had a prefix keep the backend's bare id; their family's id shows the backend.
 */
export function idInBackend(
  backendId: string,
  { id, familyId }: Pick<Row<'catalogueEntry'>, 'id' | 'familyId'>,
): string | null {
  const prefix = idPrefix(backendId);
  if (id.startsWith(prefix)) return id.slice(prefix.length);
  return familyId.startsWith(prefix) && !id.startsWith('backend.') ? id : null;
}
