// The HTTP status and the sentence of a failure. Without zod, because every page loads this.
import type { ErrorCode, GuichetError } from './errors.ts';
import { FAILURES } from './failures.ts';
import type { Language } from './primitives.ts';

/** Returns the HTTP status of a failure; 0 for one that only exists inside the agent. */
export function statusOf(code: ErrorCode): number {
  return FAILURES[code].status;
}

/** Returns the sentence of a failure with its details filled in. A missing detail becomes "…". */
export function sentenceOf({ code, details }: GuichetError, language: Language): string {
  const values: Record<string, unknown> = { ...details, reason: details?.reason?.[language] };
  return FAILURES[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '…'));
}
