// Serialises reasons for columns: both languages in one JSON text.
import { Reason } from '../../contract/primitives.ts';

export function writeReason(reason: Reason): string {
  return JSON.stringify(reason);
}

/** A text that is not JSON, from an older server, is used for both languages. */
export function readReason(text: string): Reason {
  try {
    return Reason.parse(JSON.parse(text));
  } catch {
    return { en: text, fr: text };
  }
}
