// The findings about a backend's health, most urgent first.
import type { BackendHealth } from '../../contract/backends.ts';
import type { Language, Reason } from '../../contract/primitives.ts';

export type HealthFinding =
  | { type: 'well' }
  /** its settings cannot be read and have to be entered again */
  | { type: 'unreadable' }
  /** no delivery is tried until `until`, null if that is not known */
  | { type: 'breaker-open'; until: string | null; reason: Reason | null }
  /** one delivery is sent as a trial */
  | { type: 'breaker-half-open'; reason: Reason | null }
  | { type: 'waiting'; count: number; seconds: number }
  | { type: 'parked'; count: number }
  /** the last delivery failed and will be retried */
  | { type: 'failed'; at: string; reason: Reason }
  /** its changes cannot be polled */
  | { type: 'read-failed'; at: string; reason: Reason }
  /** ticket numbers are overdue */
  | { type: 'numbers-late'; count: number }
  /** an item was left out of the polled changes in the last 7 days */
  | { type: 'left-out'; at: string; reason: Reason }
  /** mails to the built-in desk wait for a technician */
  | { type: 'mails-held'; count: number }
  /** mails of the last 7 days that became nothing */
  | { type: 'mails-ignored'; automatic: number; refused: number; notTaken: number }
  /** its settings leave something open to others */
  | { type: 'warning'; reason: Reason };

/** Returns at least one finding. `reads` is true if the changes of the backend are polled. */
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
    overdueNumbers,
    leftOut,
    mails,
    warning,
  }: BackendHealth,
  { reads }: { reads: boolean },
): HealthFinding[] {
  const reason = lastFailure?.reason ?? null;
  const findings: HealthFinding[] = unreadable ? [{ type: 'unreadable' }] : [];
  if (breaker === 'open') findings.push({ type: 'breaker-open', until: retryAt, reason });
  if (breaker === 'half-open') findings.push({ type: 'breaker-half-open', reason });
  if (waiting > 0) findings.push({ type: 'waiting', count: waiting, seconds: lagSeconds });
  if (parked > 0) findings.push({ type: 'parked', count: parked });
  // The last failure matters only while deliveries wait, or while polling has not succeeded since.
  const hasReadFailed = reads && lastFailure !== null && (polledAt === null || lastFailure.at > polledAt);
  if (breaker === 'closed' && lastFailure && waiting > 0) findings.push({ type: 'failed', ...lastFailure });
  else if (breaker === 'closed' && lastFailure && hasReadFailed)
    findings.push({ type: 'read-failed', ...lastFailure });
  if (overdueNumbers > 0) findings.push({ type: 'numbers-late', count: overdueNumbers });
  if (leftOut) findings.push({ type: 'left-out', ...leftOut });
  if (mails && mails.held > 0) findings.push({ type: 'mails-held', count: mails.held });
  if (mails && mails.automatic + mails.refused + mails.notTaken > 0) {
    const { held: _, ...ignored } = mails;
    findings.push({ type: 'mails-ignored', ...ignored });
  }
  if (warning) findings.push({ type: 'warning', reason: warning });
  return findings.length === 0 ? [{ type: 'well' }] : findings;
}

const UNITS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
] as const;

/** Formats a duration in its largest unit, rounded down, such as "5 minutes". */
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
