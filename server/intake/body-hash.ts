// Hashes commands, to compare two with the same key.
import { sha256 } from '../hashes.ts';

/** Returns SHA-256 of the body as sent, independent of field order. Not of the parsed body: later schemas may differ. */
export function bodyHash(kind: string, body: unknown): string {
  return sha256(JSON.stringify([kind, ordered(body)]));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, field]) => [name, ordered(field)]),
  );
}
