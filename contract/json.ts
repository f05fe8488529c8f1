// Text from outside that should be JSON.

/** What the text says, for a schema to judge; undefined where it is no JSON, such as an empty answer. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
