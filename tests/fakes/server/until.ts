// Waits on a condition, never on a duration.

const PATIENCE = 10_000;

/** The first answer of `look` that is neither null, undefined nor false; fails when none comes in 10 s. */
export async function until<T>(
  look: () => Promise<T> | T,
  what = String(look),
): Promise<Exclude<T, null | undefined | false>> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (isThere(found)) return found;
    if (Date.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function isThere<T>(found: T): found is Exclude<T, null | undefined | false> {
  return found !== null && found !== undefined && found !== false;
}
