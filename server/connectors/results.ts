// Builds the results of connector operations.
import type { Reason } from '../../contract/primitives.ts';
import type { Failure, Found, OperationResult } from './connector.ts';

export function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** A result without a value. */
export interface Failed {
  ok: false;
  failure: Failure;
}

export function failed(kind: Exclude<Failure['kind'], 'limited'>, reason: Reason): Failed {
  return { ok: false, failure: { kind, reason } };
}

/** A failure after which the backend works on nothing: it was not reached, it has answered, or it was only asked. */
export function failedAndOver(reason: Reason): Failed {
  return { ok: false, failure: { kind: 'unreachable', reason, isOver: true } };
}

/** The failure of a question, which changes nothing. */
export function ofQuestion<T>(result: OperationResult<T>): OperationResult<T> {
  if (result.ok || result.failure.kind !== 'unreachable') return result;
  return failedAndOver(result.failure.reason);
}

/** A failure that delays only this ticket. `retryAfter` in milliseconds. */
export function tooEarly(reason: Reason, retryAfter: number): Failed {
  return { ok: false, failure: { kind: 'limited', reason, retryAfter, ticketOnly: true } };
}

/** A refusal that may be of this item or of everything. */
export function perhapsBarred(reason: Reason): Failed {
  return { ok: false, failure: { kind: 'barred', reason, perhaps: true } };
}

/** Turns an exception of a connector, which is a bug, into a failure. */
export function failedBy(bug: unknown): { ok: false; failure: Failure } {
  const detail = bug instanceof Error ? bug.message : String(bug);
  return failed('refused', {
    en: `Guichet had an unexpected problem: ${detail}`,
    fr: `Guichet a rencontré un problème inattendu\u00a0: ${detail}`,
  });
}

/** A comment, file or act: its key is its reference. */
export function foundPlain(key: string): Found {
  return { ref: key, number: null, status: null };
}
