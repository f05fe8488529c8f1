// Tells whether two commands with the same key say the same.
import { sha256 } from '../hashes.ts';

/** SHA-256 of what the agent sent, whatever the order of its fields; as sent, so that a later server compares alike. */
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
