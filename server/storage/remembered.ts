// Keeps in memory what administrators set. Triggers count its changes (migration 0240): whoever asks has just read the count,
// so that no server misses what another one, or an import, has changed.

interface Kept<V> {
  revision: number;
  values: Map<string, Promise<V>>;
}

/**
 * Returns a function that reads the value of a key once for each revision. `revision` was read by the caller before; a value
 * may be newer than that.
 */
export function rememberByRevision<V>(
  read: (key: string) => Promise<V>,
): (revision: number, key: string) => Promise<V> {
  let kept: Kept<V> = { revision: -1, values: new Map() };
  return (revision, key) => {
    if (revision > kept.revision) kept = { revision, values: new Map() };
    const { values } = kept;
    const known = values.get(key);
    if (known) return known;
    const value = read(key);
    values.set(key, value);
    // a failure is not kept
    value.catch(() => values.delete(key));
    return value;
  };
}
