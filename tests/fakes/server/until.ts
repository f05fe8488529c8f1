// Waits on a condition, never on a duration.

/** How long a busy machine may take, in milliseconds. */
const PATIENCE = 30_000;
const LOOK_AGAIN_MS = 2;

/** The first answer of `look` that is neither null, undefined nor false; fails when none comes in 30 s. */
export async function until<T>(
  look: () => Promise<T> | T,
  what = String(look),
): Promise<Exclude<T, null | undefined | false>> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (isThere(found)) return found;
    if (Date.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

function isThere<T>(found: T): found is Exclude<T, null | undefined | false> {
  return found !== null && found !== undefined && found !== false;
}
