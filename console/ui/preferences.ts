// A person's preferences in this browser's local storage, parsed when they are read.
import { useCallback, useState } from 'react';
import type { z } from 'zod';

/** Returns the stored value, or null if there is none, it is invalid, or local storage is off. */
export function readPreference<T>(key: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(localStorage.getItem(`guichet.${key}`) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Stores a preference. That the browser refuses is no failure: the preference is lost at the next visit. */
export function storePreference(key: string, value: unknown): void {
  try {
    localStorage.setItem(`guichet.${key}`, JSON.stringify(value));
  } catch {
    // Storage is off or full: the preference lasts until the page is closed.
  }
}

/** A preference as state; `fallback` if none is stored. */
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
