// Serialises reasons for columns: both languages in one JSON text.
import { Reason } from '../../contract/primitives.ts';

export function writeReason(reason: Reason): string {
  return JSON.stringify(reason);
}

export function readReason(text: string): Reason {
  return Reason.parse(JSON.parse(text));
}
