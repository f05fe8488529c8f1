// Reasons as columns keep them: both languages in one text.
import { Reason } from '../../contract/primitives.ts';

export function writeReason(reason: Reason): string {
  return JSON.stringify(reason);
}

/** What an older server wrote has one language: it reads the same in both. */
export function readReason(text: string): Reason {
  try {
    return Reason.parse(JSON.parse(text));
  } catch {
    return { en: text, fr: text };
  }
}
