// The HTTP status and the sentence of a failure. Without zod, because every page loads this.
import type { ErrorCode, GuichetError } from './errors.ts';
import type { Failure } from './failure.ts';
import { FAILURES } from './failures.ts';
import type { Language } from './primitives.ts';

/** Returns the HTTP status of a failure; 0 for one that only exists inside the agent. */
export function statusOf(code: ErrorCode): number {
  return FAILURES[code].status;
}

/** Returns the sentence of a failure for its reader, with its details filled in. A missing detail becomes "…". */
export function sentenceOf(
  { code, details }: GuichetError,
  language: Language,
  reader: 'requester' | 'staff' = 'requester',
): string {
  const failure: Failure = FAILURES[code];
  const values: Record<string, unknown> = {
    ...details,
    reason: (details?.reason ?? failure.general)?.[language],
    wait: waitText(details?.retryAfterSeconds),
  };
  const sentences = (reader === 'staff' ? failure.staff : undefined) ?? failure;
  return sentences[language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '…'));
}

/** Above these, a wait is told in the next larger unit. */
const MOST_SECONDS = 90;
const MOST_MINUTES = 90;

/** Such as "45 s", "4 min" or "2 h", which both languages write alike; rounded up, because earlier would be too early. */
function waitText(seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  if (seconds <= MOST_SECONDS) return `${seconds}\u00a0s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes <= MOST_MINUTES ? `${minutes}\u00a0min` : `${Math.ceil(minutes / 60)}\u00a0h`;
}
