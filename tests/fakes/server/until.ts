// Waits for a condition.

/** Timeout in milliseconds: long enough for a busy machine, and shorter than a test's, which does not say what it waited for. */
const TIMEOUT = 20_000;
/** Between two looks, in milliseconds: longer the longer it takes, because what is waited for needs the processor. */
const PAUSES = { first: 1, longest: 20, factor: 1.3 };

/** Calls `look` until it returns something other than null, undefined and false. Throws after 20 s, or `timeout` in milliseconds. */
export async function until<T>(
  look: () => Promise<T> | T,
  what = String(look),
  timeout = TIMEOUT,
): Promise<Exclude<T, null | undefined | false>> {
  const end = Date.now() + timeout;
  for (let pause = PAUSES.first; ; pause = Math.min(pause * PAUSES.factor, PAUSES.longest)) {
    const found = await look();
    if (isThere(found)) return found;
    if (Date.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function isThere<T>(found: T): found is Exclude<T, null | undefined | false> {
  return found !== null && found !== undefined && found !== false;
}
