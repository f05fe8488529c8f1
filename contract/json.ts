// JSON from outside.

/** Parses JSON for a schema to check. Returns undefined for any other text, such as an empty answer. */
export function parseJson(text: string): unknown {
  try {
    return mayHideText(text) ? JSON.parse(text, refuseHidden) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether a text of JSON has a field named `toString`. It takes from its object the way to become a text or a number, so
 * that a schema which compares the object throws instead of refusing it. Of a text that is not valid, it may return either.
 */
export function hidesText(text: string): boolean {
  return mayHideText(text) && parseJson(text) === undefined;
}

/** The name may be written with escapes. */
function mayHideText(text: string): boolean {
  return text.includes('toString') || text.includes('\\u');
}

function refuseHidden(field: string, value: unknown): unknown {
  if (field === 'toString') throw new SyntaxError('a field hides toString');
  return value;
}
