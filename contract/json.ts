// JSON from outside.

/** Parses JSON for a schema to check. Returns undefined for any other text, such as an empty answer. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
