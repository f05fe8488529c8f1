// What this browser remembers of a person's preferences, parsed when it is read back.
import { useCallback, useState } from 'react';
import type { z } from 'zod';

/** The kept value, or null where there is none, it no longer makes sense, or the browser keeps nothing. */
export function readPreference<T>(key: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(localStorage.getItem(`guichet.${key}`) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Keeps a preference. A browser that refuses storage forgets it at the next visit, which is no failure. */
export function storePreference(key: string, value: unknown): void {
  try {
    localStorage.setItem(`guichet.${key}`, JSON.stringify(value));
  } catch {
    // Storage is off or full: the preference holds until the page is closed.
  }
}

/** A preference as state: `fallback` until one is kept. */
export function usePreference<T>(key: string, schema: z.ZodType<T>, fallback: T): [T, (value: T) => void] {
  const [value, setValue] = useState(() => readPreference(key, schema) ?? fallback);
  const set = useCallback(
    (next: T) => {
      storePreference(key, next);
      setValue(next);
    },
    [key],
  );
  return [value, set];
}
