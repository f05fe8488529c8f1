// How a backend is doing, as a list of things to say; the most pressing first.
import type { BackendHealth } from '../../contract/backends.ts';
import type { Language, Reason } from '../../contract/primitives.ts';

export type HealthFinding =
  | { type: 'well' }
  /** its settings have to be entered again */
  | { type: 'unreadable' }
  /** it is left alone until then; null when that is not known */
  | { type: 'breaker-open'; until: string | null; reason: Reason | null }
  /** one delivery tries it */
  | { type: 'breaker-half-open'; reason: Reason | null }
  | { type: 'waiting'; count: number; seconds: number }
  | { type: 'parked'; count: number }
  /** it failed lately, and was not given up for that */
  | { type: 'failed'; at: string; reason: Reason }
  /** what is done there cannot be read */
  | { type: 'read-failed'; at: string; reason: Reason }
  /** numbers of tickets have not come */
  | { type: 'numbers-late'; count: number }
  /** something of it was not taken */
  | { type: 'left-out'; at: string; reason: Reason };

/** Never empty. `reads` where what is done there is read from time to time. */
export function findingsOf(
  {
    unreadable,
    breaker,
    retryAt,
    lastFailure,
    waiting,
    parked,
    lagSeconds,
    polledAt,
    numbersLate,
    leftOut,
  }: BackendHealth,
  { reads }: { reads: boolean },
): HealthFinding[] {
  const reason = lastFailure?.reason ?? null;
  const findings: HealthFinding[] = unreadable ? [{ type: 'unreadable' }] : [];
  if (breaker === 'open') findings.push({ type: 'breaker-open', until: retryAt, reason });
  if (breaker === 'half-open') findings.push({ type: 'breaker-half-open', reason });
  if (waiting > 0) findings.push({ type: 'waiting', count: waiting, seconds: lagSeconds });
  if (parked > 0) findings.push({ type: 'parked', count: parked });
  // What was said against it matters while something of it is left.
  const hasReadFailed = reads && lastFailure !== null && (polledAt === null || lastFailure.at > polledAt);
  if (breaker === 'closed' && lastFailure && waiting > 0) findings.push({ type: 'failed', ...lastFailure });
  else if (breaker === 'closed' && lastFailure && hasReadFailed)
    findings.push({ type: 'read-failed', ...lastFailure });
  if (numbersLate > 0) findings.push({ type: 'numbers-late', count: numbersLate });
  if (leftOut) findings.push({ type: 'left-out', ...leftOut });
  return findings.length === 0 ? [{ type: 'well' }] : findings;
}

const UNITS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
] as const;

/** Such as "5 minutes", in its largest unit. */
export function formatDuration(seconds: number, language: Language): string {
  const largest = UNITS.find((known) => seconds >= known.seconds) ?? { unit: 'second', seconds: 1 };
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: largest.unit,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  });
  return format.format(Math.floor(seconds / largest.seconds));
}
