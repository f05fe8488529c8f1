// How a backend is doing, as a list of things to say; the most pressing first.
import type { BackendHealth } from '../../contract/backends.ts';
import type { Language, Reason } from '../../contract/primitives.ts';

export type Saying =
  | { say: 'well' }
  /** its settings have to be entered again */
  | { say: 'unreadable' }
  /** it is left alone until then; null when that is not known */
  | { say: 'left-alone'; until: string | null; reason: Reason | null }
  /** one delivery tries it */
  | { say: 'tried'; reason: Reason | null }
  | { say: 'waiting'; count: number; seconds: number }
  | { say: 'parked'; count: number }
  /** it failed lately, and was not given up for that */
  | { say: 'failed'; at: string; reason: Reason }
  /** what is done there cannot be read */
  | { say: 'unread'; at: string; reason: Reason }
  /** numbers of tickets have not come */
  | { say: 'numbers-late'; count: number }
  /** something of it was not taken */
  | { say: 'left-out'; at: string; reason: Reason };

/** Never empty. `reads` where what is done there is read from time to time. */
export function sayingsOf(
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
): Saying[] {
  const reason = lastFailure?.reason ?? null;
  const sayings: Saying[] = unreadable ? [{ say: 'unreadable' }] : [];
  if (breaker === 'open') sayings.push({ say: 'left-alone', until: retryAt, reason });
  if (breaker === 'half-open') sayings.push({ say: 'tried', reason });
  if (waiting > 0) sayings.push({ say: 'waiting', count: waiting, seconds: lagSeconds });
  if (parked > 0) sayings.push({ say: 'parked', count: parked });
  // What was said against it matters while something of it is left.
  const isUnread = reads && lastFailure !== null && (polledAt === null || lastFailure.at > polledAt);
  if (breaker === 'closed' && lastFailure && waiting > 0) sayings.push({ say: 'failed', ...lastFailure });
  else if (breaker === 'closed' && lastFailure && isUnread) sayings.push({ say: 'unread', ...lastFailure });
  if (numbersLate > 0) sayings.push({ say: 'numbers-late', count: numbersLate });
  if (leftOut) sayings.push({ say: 'left-out', ...leftOut });
  return sayings.length === 0 ? [{ say: 'well' }] : sayings;
}

const UNITS = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
] as const;

/** Such as "5 minutes", in its largest unit. */
export function lengthInWords(seconds: number, language: Language): string {
  const largest = UNITS.find((known) => seconds >= known.seconds) ?? { unit: 'second', seconds: 1 };
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: largest.unit,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  });
  return format.format(Math.floor(seconds / largest.seconds));
}
