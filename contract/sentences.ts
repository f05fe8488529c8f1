// What a failure is answered with and what a person reads of it, without zod: every page loads this.
import type { ErrorCode, GuichetError } from './errors.ts';
import { FAILURES } from './failures.ts';
import type { Language } from './primitives.ts';

/** The HTTP status a failure is answered with; 0 for one that only exists inside the agent. */
export function statusOf(code: ErrorCode): number {
  return FAILURES[code].status;
}

/** The sentence of a failure, its figures filled in. */
export function sentenceOf({ code, details }: GuichetError, language: Language): string {
  const values: Record<string, unknown> = { ...details, reason: details?.reason?.[language] };
  return FAILURES[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '…'));
}
